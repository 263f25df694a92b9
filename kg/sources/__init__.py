"""Readers of news: files and streams in, articles out, bad input named."""

from kg.sources.articles import read_articles

__all__ = ["read_articles"]
