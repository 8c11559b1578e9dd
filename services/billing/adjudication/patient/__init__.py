"""What patients are told: statements and reminders, as lists for whoever prints them and as a page that prints well."""
