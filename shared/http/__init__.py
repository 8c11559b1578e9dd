"""The HTTP edge that every service has: problems, commands, work items, timeline, documents, health, and one plain page."""
