"""What Wikidata calls by a name: candidates beside those of the gazetteer."""

from collections.abc import Callable

from kg.config import Settings
from kg.gazetteer import Gazetteer
from kg.linking.scoring import ScoredCandidate
from kg.ontology import Ontology
from kg.wikidata.candidates import Scorer
from kg.wikidata.lookup import open_lookup
from kg.wikidata.tables import read_tables


def items_named(
    name: str,
    type_name: str | None,
    settings: Settings,
    *,
    gazetteer: Gazetteer,
    ontology: Ontology,
    report: Callable[[str], None],
) -> tuple[ScoredCandidate, ...]:
    """Return the items that a name may stand for and the gazetteer lacks, best first.

    Args:
        name: As it is written.
        type_name: The class the thing is of, as far as known.
        settings: Server, contact and cache.
        gazetteer: The entities known.
        ontology: The classes.
        report: Is told, in one line each, what waits and what goes wrong; then only
            what was fetched before counts.

    Raises:
        ConfigError: If Wikidata's operators would not know whom to write to.
        StoreError: If the cache cannot be used.
    """
    tables = read_tables(ontology)
    lookup = open_lookup(settings, tables.kept, report=report, is_batch=False)
    with lookup.cache:
        found = lookup.search(name)
        items = lookup.items(found.ids) if found else {}
    scorer = Scorer(tables, gazetteer, ontology)
    return scorer.candidates(name, type_name, items.values())
