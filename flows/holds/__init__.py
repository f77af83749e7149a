"""Who has a word in a matter before it is decided, besides the one who decides it: owners of red lines, must-agrees."""
