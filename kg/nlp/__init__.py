"""Natural-language analysis: the only part that speaks spaCy."""
