"""The stages wired together: articles in, extractions and a knowledge graph out."""
