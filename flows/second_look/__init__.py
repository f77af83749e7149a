"""The second look: after a round, each function sees what others added, and its own answers beside theirs."""
