"""Puts Accord together; the only package that knows every other."""
