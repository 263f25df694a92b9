"""The group of commands: loads them when they are asked, reports every error.

Exit codes: 0 fine, 1 something failed and was named, 2 wrong usage, 130 interrupted.
"""

import os
import sys
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import click

from kg import __version__
from kg.errors import ConfigError, KgError

# A command is the attribute of the same name in the module of the same name.
COMMANDS = (
    "extract",
    "build",
    "reason",
    "query",
    "explain",
    "link",
    "dump",
    "check",
    "evaluate",
)
ENTRY_POINTS = "kg.commands"

_FAILED = 1
_USAGE = 2
_INTERRUPTED = 130


class CommandGroup(click.Group):
    """Finds commands in `kg.cli` and among the entry points of other packages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the project's own commands, then those of other packages."""
        del ctx
        return [*COMMANDS, *sorted(_others())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; the modules of the others stay untouched."""
        del ctx
        if cmd_name in COMMANDS:
            module = import_module(f"kg.cli.{cmd_name}")
            command = getattr(module, cmd_name)
        elif entry := _others().get(cmd_name):
            command = entry.load()
        else:
            return None
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name}: {command!r} is no click command")
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; an error becomes one line and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KgError as error:
            for line in str(error).splitlines():
                click.echo(f"kg: {line}", err=True)
            ctx.exit(_USAGE if isinstance(error, ConfigError) else _FAILED)
        except BrokenPipeError:
            _abandon_output()
            ctx.exit(0)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"kg: {where}{error.strerror or error}", err=True)
            ctx.exit(_FAILED)
        except KeyboardInterrupt:
            click.echo("kg: interrupted", err=True)
            ctx.exit(_INTERRUPTED)
        return result


@click.group(cls=CommandGroup)
@click.version_option(__version__, prog_name="kg")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="ARAZ_CONFIG",
    help="TOML file of settings; without it araz.toml, if there is one.",
)
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Turn news articles into a knowledge graph whose every claim keeps its evidence.

    Settings come from a TOML file, then from variables ARAZ_*, then from options.
    """
    ctx.obj = config


def _others() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=ENTRY_POINTS)}


def _abandon_output() -> None:
    """Send what is still buffered nowhere: the reader of the pipe is gone."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
