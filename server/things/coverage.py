"""How articles cover an entity: how many claims by month, and which mention it.

A published snapshot has this counted already; of another store it is asked. A test
shows that the answers are the same.
"""

from collections.abc import Mapping

from rdflib import URIRef

from server.reading.questions import Reader
from server.reading.results import Row


def claims_by_month(reader: Reader, iri: URIRef) -> Mapping[str, int]:
    """Return how many claims there are about an entity, by it, or at it, by month.

    The month is empty for articles without a date.
    """
    if (coverage := reader.snapshot.coverage) is None:
        rows = reader.rows("months_of_entity", resource=iri)
        return {row["month"]: int(row["claims"]) for row in rows}
    reader.note("months_of_entity", resource=iri)
    return dict(coverage.months(iri))


def articles_mentioning(
    reader: Reader, iri: URIRef, *, limit: int, start: int = 0
) -> tuple[Row, ...]:
    """Return the articles that mention an entity, newest first, with their dates.

    Args:
        reader: Asks.
        iri: The entity.
        limit: The most wanted.
        start: How many to leave out before.
    """
    if (coverage := reader.snapshot.coverage) is None:
        return reader.rows("articles_of_entity", limit=limit, start=start, resource=iri)
    reader.note("articles_of_entity", limit=limit, start=start, resource=iri)
    return tuple(
        {"article": article} if day is None else {"article": article, "published": day}
        for article, day in coverage.articles(iri, limit=limit, start=start)
    )


def count_articles(reader: Reader, iri: URIRef) -> int:
    """Return how many articles mention an entity."""
    if (coverage := reader.snapshot.coverage) is None:
        return reader.count("articles_of_entity_count", resource=iri)
    reader.note("articles_of_entity_count", resource=iri)
    return coverage.article_count(iri)
