"""What is at stake in a decision: from which cost, downtime or danger on it goes to a higher level."""
