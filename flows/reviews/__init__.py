"""What was agreed is looked at again: a week before its day its owner is asked whether to keep, change or drop it."""
