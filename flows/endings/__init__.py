"""Dropping what was agreed, which takes the same consent as agreeing to it."""
