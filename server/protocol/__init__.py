"""What requests ask for, by the SPARQL 1.1 protocols; no HTTP library is here."""
