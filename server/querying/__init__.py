"""What the query page knows of queries: their patterns, and why one finds nothing."""
