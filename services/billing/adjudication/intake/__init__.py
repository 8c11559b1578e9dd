"""835 files in: read, proven, compared with what came before, and turned into one event per claim."""
