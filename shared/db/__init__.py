"""PostgreSQL: one schema per service, one transaction per batch, every plumbing table in the service's own schema."""
