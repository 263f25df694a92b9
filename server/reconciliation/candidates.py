"""Which entities a name may stand for, before anything else is known of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.gazetteer import GazetteerEntry
from kg.gazetteer.folding import fold
from kg.linking.scoring import ScoredCandidate, candidates_for
from kg.rdf.text_index import Kind
from server.reading.snapshots import Snapshot
from server.reconciliation.known import Known
from server.reconciliation.similarity import overlap, similar_names
from server.reconciliation.things import local_name_of

# What is longer is no name.
MAX_NAME = 500

IDENTIFIER = "identifier"
SIMILAR = "similar"

_HITS = 5
_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9]\d*)")
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_INVERTED = re.compile(r"([^,]+),\s*([^,]+)")
# How sure names of the graph make that the entity is meant, as in kg.linking.
_EXACT, _ALIAS, _FOLDED = 1.0, 0.95, 0.9
_NOT_THE_NAME = 0.95
# Of two words, one has to be the same.
_LEAST_OVERLAP = 0.5
_REARRANGED = 0.97


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity of the graph whose names or words in articles hold what was asked."""

    id: str
    words: str


def read_item(text: str) -> str | None:
    """Return the Wikidata identifier that a text is, if it is one."""
    found = _QID.fullmatch(text.strip())
    return found[1] if found else None


def known_candidates(
    text: str, known: Known, country: str | None
) -> tuple[ScoredCandidate, ...]:
    """Return the candidates of the gazetteer, best first.

    A name that is not found as it is written is tried without what stands in
    brackets, with its parts in the other order ("Aliyev, Ilham"), and without the
    place that it ends with ("Columbus, Ohio").

    Args:
        text: The name.
        known: The gazetteer.
        country: ISO code of the country that the entity is said to belong to.
    """
    gazetteer, ontology = known.gazetteer, known.ontology
    for reading in readings(text):
        if "," in reading and not gazetteer.candidates(reading):
            # kg.linking would leave out what stands behind, whatever it is.
            continue
        found = candidates_for(reading, None, gazetteer, ontology, country=country)
        if found:
            factor = 1.0 if reading == text else _REARRANGED
            return tuple(_lowered(each, factor) for each in found)
    before, _, behind = text.rpartition(",")
    place = country or (known.place(behind) if before else None)
    if place is None:
        return ()
    found = candidates_for(before, None, gazetteer, ontology, country=place)
    near = (each for each in found if each.entry.country == place)
    return tuple(_lowered(each, _REARRANGED) for each in near)


def similar_candidates(text: str, known: Known) -> Iterator[ScoredCandidate]:
    """Yield candidates of the gazetteer with similar names; never sure ones."""
    for each in similar_names(text, known.gazetteer):
        entry = known.gazetteer.entry(each.id)
        if entry is not None and each.share >= _LEAST_OVERLAP:
            score = _similarity(each.share)
            yield _scored(each.id, entry, score, SIMILAR, each.surface)


def hits_of(text: str, snapshot: Snapshot) -> Iterator[Hit]:
    """Yield the entities of the graph that the text index finds.

    Raises:
        QueryError: If the text is too long.
        StoreError: If the index cannot be read.
    """
    page = snapshot.text_index.search(text, kinds=(Kind.ENTITY,), limit=_HITS)
    for hit in page.hits:
        name = local_name_of(hit.iri, snapshot.names)
        if name is not None:
            yield Hit(name, hit.snippet.text)


def score_hit(hit: Hit, entry: GazetteerEntry, text: str) -> ScoredCandidate | None:
    """Return how well a hit's names fit; nothing if it only holds the words."""
    if text == entry.name:
        return _scored(hit.id, entry, _EXACT, "exact", text)
    if text in entry.aliases:
        return _scored(hit.id, entry, _ALIAS, "alias", text)
    folded = fold(text)
    best = (0.0, "")
    for name in (entry.name, *entry.aliases, hit.words):
        surface = fold(name)
        if surface == folded and name != hit.words:
            return _scored(hit.id, entry, _FOLDED, "folded", name)
        best = max(best, (overlap(folded.split(), surface.split()), name))
    if best[0] < _LEAST_OVERLAP:
        return None
    return _scored(hit.id, entry, _similarity(best[0]), SIMILAR, best[1])


def identified(identifier: str, entry: GazetteerEntry) -> ScoredCandidate:
    """Return the candidate for an entity that was named by an identifier."""
    return _scored(identifier, entry, _EXACT, IDENTIFIER, identifier)


def readings(text: str) -> Iterator[str]:
    """Yield a name as it is written, then as it may be meant.

    >>> list(readings("Aliyev, Ilham (president)"))
    ['Aliyev, Ilham (president)', 'Aliyev, Ilham', 'Ilham Aliyev']
    """
    yield text
    bare = _ASIDE.sub("", text).strip()
    if bare and bare != text:
        yield bare
    if inverted := _INVERTED.fullmatch(bare):
        yield f"{inverted[2].strip()} {inverted[1].strip()}"


def _similarity(share: float) -> float:
    """Return the score of a similar name: below that of any form of a name."""
    return 0.3 + 0.4 * share


def _scored(
    identifier: str, entry: GazetteerEntry, score: float, method: str, surface: str
) -> ScoredCandidate:
    """Return a candidate with the weight that kg.linking would give it."""
    standing = 1.0 if method in ("exact", IDENTIFIER) else _NOT_THE_NAME
    return ScoredCandidate(
        entry=entry,
        id=identifier,
        score=round(score, 4),
        weight=round(score * standing * (2 + entry.prior) / 3, 4),
        method=method,
        surface=surface,
    )


def _lowered(candidate: ScoredCandidate, factor: float) -> ScoredCandidate:
    return replace(
        candidate,
        score=round(candidate.score * factor, 4),
        weight=round(candidate.weight * factor, 4),
    )
