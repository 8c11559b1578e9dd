"""The only place where services meet: events, topics, and the values in them. Pure; needs pydantic only."""
