"""How well extraction does against gold records."""
