"""Decision rights as an agreement: the register, how one is changed by consent, and who decides what just now."""
