"""Edits: who may make them, and SPARQL Update."""
