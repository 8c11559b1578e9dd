"""Stories: a whole hospital, its payers and its bank, played from files that say what happens and what must come of it."""
