"""The processes that answer: each runs the application on one snapshot of the store.

A worker answers one request at a time and knows no deadline; the front ends it when
it takes too long, and starts another.
"""
