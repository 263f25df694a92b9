"""What any HTTP server needs, without an HTTP library: types, ranges, bodies."""
