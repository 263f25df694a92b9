"""The query page: a form, what helps to fill it, and a result or an error below."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response, render_template, request, url_for

from kg.rdf.formats import RDF_FORMATS, RESULT_FORMATS, Format
from server.http.negotiation import HTML
from server.http.sending import send
from server.protocol.operations import Entailment, Kind, Operation
from server.queries import read_themes
from server.querying.emptiness import Reason, explain_empty
from server.querying.marks import Statement
from server.reading.snapshots import current_snapshot

_FIRST_PREFIXES = ("araz", "ent", "oa", "rdf", "rdfs", "schema")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query as it stands in the form, and which triples it is to see."""

    text: str
    entailment: Entailment = Entailment.OWL_RL


def first_question() -> Question:
    """Return what stands in an empty form: the prefixes, and any twenty triples."""
    prefixes = current_snapshot().names.prefixes
    lines = [f"PREFIX {name}: <{prefixes[name]}>" for name in _FIRST_PREFIXES]
    lines += ["", "SELECT * WHERE {", "  ?s ?p ?o", "}", "LIMIT 20"]
    return Question(text="\n".join(lines))


def show_page(
    question: Question,
    *,
    template: str = "query.html",
    status: int = 200,
    **content: Any,  # noqa: ANN401 - what the template shows
) -> Response:
    """Return the query page.

    Args:
        question: What stands in the form.
        template: One that extends `query.html`.
        status: The HTTP status.
        content: What else the template shows.
    """
    page = render_template(
        template,
        text=question.text,
        entailment=question.entailment.value,
        offers=(HTML, *RESULT_FORMATS, *RDF_FORMATS),
        themes=read_themes(),
        # Costs queries, so a template asks for it only where nothing was found.
        reasons_of_nothing=partial(_reasons, question),
        settings=_settings(),
        **content,
    )
    return send(page, HTML.media_type, status)


def _reasons(question: Question) -> tuple[Reason, ...]:
    operation = Operation(
        kind=Kind.QUERY, text=question.text, entailment=question.entailment
    )
    return explain_empty(current_snapshot(), operation)


def address_of_proof(statement: Statement) -> str:
    """Return where it is told why a triple holds."""
    subject, predicate, object_ = statement
    return url_for(
        "explanations.explain", subject=subject, predicate=predicate, object=object_
    )


def _settings() -> dict[str, Any]:
    """Return what the scripts of the page have to know."""
    names = current_snapshot().names
    return {
        "base": names.base,
        "root": request.script_root,
        "prefixes": names.prefixes,
        "page": url_for("query_page.query"),
        "sparql": url_for("sparql.sparql"),
        "completions": url_for("query_page.completions"),
        "empty": url_for("query_page.empty"),
        "inferred": url_for("query_page.inferred"),
        "states": url_for("query_page.states"),
        "resultFormats": [_named(each) for each in RESULT_FORMATS],
        "graphFormats": [_named(each) for each in RDF_FORMATS],
    }


def _named(known: Format) -> dict[str, str]:
    return {"name": known.name, "title": known.title}
