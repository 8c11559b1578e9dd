"""The idiom of a stage: pure functions plus a declaration. Everything that touches a broker or a database is elsewhere, written once."""
