"""The charter: what was agreed, compiled from the records, versioned, and signed by each function."""
