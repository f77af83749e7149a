"""Escalations: a tradeoff decision on its way to the one person who may take it."""
