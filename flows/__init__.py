"""The domain: records, rules, commands and use cases. Plain synchronous Python, no I/O, no clock."""
