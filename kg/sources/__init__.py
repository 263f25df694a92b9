"""Readers of news: files and streams in, articles out, bad input named."""

from kg.sources.articles import check, read_articles, read_stream
from kg.sources.draft import Draft

__all__ = ["Draft", "check", "read_articles", "read_stream"]
