"""Mail: where somebody has no chat that works, and for those who look after Accord."""
