"""The live drill: a marked test through the real path of a decision, to see who is reached. It changes nothing."""
