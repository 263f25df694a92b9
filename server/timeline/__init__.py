"""The page that shows claims along time."""

from server.timeline.views import blueprint

__all__ = ["blueprint"]
