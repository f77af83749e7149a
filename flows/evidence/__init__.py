"""Evidence: what proof a function needs to trust progress, who gives it by when, and whether it was accepted."""
