"""Araz: news in, knowledge out."""

__version__ = "0.1.0"
