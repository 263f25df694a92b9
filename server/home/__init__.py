"""The home page: what is in the graph, at a glance."""
