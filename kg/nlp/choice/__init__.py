"""The choice of a relation where no frame of the lexicon matches."""
