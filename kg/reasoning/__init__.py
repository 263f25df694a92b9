"""Reasoning over the graph: its profile, shapes, closure and contradictions."""
