"""A schema made anew from the topics, beside the one that lives."""
