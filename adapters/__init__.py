"""Adapters: one folder per platform; parse in, draw out, send."""
