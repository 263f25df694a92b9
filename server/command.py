"""The server's commands: `kg serve`, `kg token`."""

import secrets
import sys

import click

from kg.cli.options import settings_options
from kg.config import Settings

_TOKEN_BYTES = 32
_SHORTEST = 20


@click.command()
@settings_options(
    "host",
    "port",
    "workers",
    "slow_workers",
    "store",
    "deadline",
    "query_memory",
    "max_rows",
    "max_answer",
    "rate",
    "client_queries",
    "unlimited",
    "proxies",
    "token_hash",
    "access_log",
)
def serve(settings: Settings) -> None:
    """Serve the knowledge graph over HTTP: SPARQL endpoint, pages, dumps.

    The server stops at Ctrl-C or SIGTERM. Further settings can be made in the file or
    the environment.
    """
    # Imported here, so that `kg --help` need not wait for a web server.
    from server.serving import serve_forever  # noqa: PLC0415

    serve_forever(settings, announce=click.echo)


@click.command()
@click.option("--own", is_flag=True, help="Hash a token from standard input.")
def token(own: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Make a token that allows updates, and the hash that the server keeps of it.

    Give the hash to the server as ARAZ_TOKEN_HASH or token_hash, and the token to
    those who may write: they send 'Authorization: Bearer TOKEN'.
    """
    from server.editing.tokens import hash_token  # noqa: PLC0415 - as above

    if own:
        made = sys.stdin.readline().strip()
        if len(made) < _SHORTEST or not made.isascii() or " " in made:
            message = f"a token needs {_SHORTEST} or more ASCII characters, no space"
            raise click.UsageError(message)
    else:
        made = secrets.token_urlsafe(_TOKEN_BYTES)
        click.echo(f"token       {made}")
    click.echo(f"token_hash  {hash_token(made)}")
