"""Rounds: one pass of asking every function, by conversation or form, on one draft."""
