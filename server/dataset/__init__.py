"""The dataset as a whole: its description, counts, dumps and prefixes."""
