"""What a project may not cross, how far its team may go by itself, and what wins when aims pull apart (D8, D9, D10)."""
