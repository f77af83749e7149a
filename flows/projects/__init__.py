"""Projects: what is being aligned, by which functions, with which people and rights."""
