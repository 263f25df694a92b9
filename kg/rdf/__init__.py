"""RDF: terms, the shape of the data, the store."""
