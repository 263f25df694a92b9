"""The page that shows claims about states on a map."""

from server.world_map.views import blueprint

__all__ = ["blueprint"]
