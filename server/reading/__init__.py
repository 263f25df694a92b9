"""Reading a snapshot: questions, their rows, and what things are called."""
