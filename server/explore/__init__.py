"""The pages that show claims all together: as a graph, along time, and on a map."""

from server.explore.views import blueprint

__all__ = ["blueprint"]
