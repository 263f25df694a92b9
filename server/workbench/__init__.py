"""The workbench: a text in, what it says out; nothing is stored unless asked."""

from server.workbench.extractor import register_reader
from server.workbench.views import blueprint

__all__ = ["blueprint", "register_reader"]
