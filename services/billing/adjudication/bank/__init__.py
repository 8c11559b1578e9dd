"""What the bank shows: its files (CSV, BAI2) line by line, and each deposit as an event, once."""
