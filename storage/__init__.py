"""The domain's records in a database: SQLite or PostgreSQL."""
