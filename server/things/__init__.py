"""Linked data: what the graph says of one thing, for people and for programs."""
