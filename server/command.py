"""`kg serve`: the web server on the command line."""

import click

from kg.cli.options import settings_options
from kg.config import Settings


@click.command()
@settings_options("host", "port", "workers", "store")
def serve(settings: Settings) -> None:
    """Serve the knowledge graph over HTTP: SPARQL endpoint, pages, dumps."""
    # Imported here, so that `kg --help` need not wait for a web server.
    from server.serving import serve_forever  # noqa: PLC0415

    serve_forever(settings, announce=click.echo)
