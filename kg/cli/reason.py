"""`kg reason`: bring the inferred graph up to date."""

import click

from kg.cli.build import report_reasoning
from kg.cli.options import json_option, settings_options
from kg.cli.output import print_json
from kg.config import Settings
from kg.pipeline.inference import reason as update


@click.command()
@json_option
@settings_options("store", "base_iri", "engine")
def reason(as_json: bool, settings: Settings) -> None:  # noqa: FBT001 - click passes flags by name
    """Infer what follows from ontology, background and articles; name contradictions.

    Nothing is done when nothing has changed since the last time.
    """
    event = update(settings)
    if not as_json:
        report_reasoning(event)
        return
    print_json(
        {
            "inferred": event.inferred,
            "changed": event.changed,
            "contradictions": list(event.contradictions),
        }
    )
