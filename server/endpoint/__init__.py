"""The SPARQL endpoint: queries, graphs, and what it says of itself."""
