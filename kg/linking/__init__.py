"""Linking: which known entity a mention refers to, if any."""
