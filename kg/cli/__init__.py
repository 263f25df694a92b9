"""The command line: `kg COMMAND`. Each command is a module, loaded when it is asked."""

from kg.cli.group import main

__all__ = ["main"]
