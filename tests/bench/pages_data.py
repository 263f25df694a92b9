"""A graph of many articles for the benchmark of the pages.

Made here, by chance that is the same each time, from extractions as a language model
would have made them; no model is needed. Few entities are in most articles, most in
few, as in the news.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from rdflib import RDF, RDFS, Literal

from kg.config import Settings
from kg.model import (
    Article,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Modality,
    Polarity,
    Span,
)
from kg.rdf.terms import Names, NodeTriple
from tests.extractions import claim_by, extraction_of, mention_of, publish

SENTENCES, CLAIMS = 25, 9
ENTITIES = 400
HUB = "Hub"

_NAMES = ("Amar", "Belo", "Cuth", "Dorn", "Elva", "Fasht", "Gorun", "Hemy")
_ENDS = ("ia", "land", "stan", "esh", "ora", "mark", "guay", "una")
_KINDS = ("State", "Person", "Organization", "City", "ArmedGroup")
_VERBS = {
    "threatens": "threatened",
    "accuses": "accused",
    "sanctions": "sanctioned",
    "suppliesTo": "armed",
    "consultsWith": "met",
    "attacks": "attacked",
    "supports": "backed",
}
_FILLER = (
    "Observers waited for more news through the night, and markets barely moved.",
    "Nobody was available for comment when the offices opened in the morning.",
)
_START = date(2021, 1, 4)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that grows by sentences, and what stands where in it."""

    pieces: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def length(self) -> int:
        return sum(map(len, self.pieces))


def make_entities() -> tuple[Entity, ...]:
    """Return the entities of all articles, those that are spoken of most first."""
    names = [a + b.lower() + c for a, b, c in product(_NAMES, _NAMES, _ENDS)]
    return tuple(
        Entity(id=f"{name}_{number}", label=name, type=_KINDS[number % len(_KINDS)])
        for number, name in enumerate(names[:ENTITIES])
    )


def make_extractions(count: int) -> Iterator[Extraction]:
    """Yield what was taken from articles; fewer are the beginning of more."""
    chance = random.Random(0)  # noqa: S311 - no secret
    entities = make_entities()
    weights = [1 / (rank + 1) for rank in range(len(entities))]
    for number in range(count):
        yield _extraction(number, chance, entities, weights)


def make_store(folder: Path, count: int, *, relations: int = 0) -> Path:
    """Write the articles into a store, publish it, and return its folder.

    Args:
        folder: Where the store is to be.
        count: How many articles.
        relations: How many relations one more entity, `HUB`, is to have besides.
    """
    names = Names(Settings().base_iri)
    graphs = {
        names.graph("inferred"): _acts(names, make_extractions(count)),
        names.graph("background"): _hub(names, relations),
    }
    return publish(folder, make_extractions(count), graphs)


def _acts(names: Names, extractions: Iterable[Extraction]) -> set[NodeTriple]:
    """Return who acts towards whom, as would be concluded."""
    return {
        (
            names.entity(claim.subject),
            names.ontology["actsTowards"],
            names.entity(claim.object),
        )
        for extraction in extractions
        for claim in extraction.claims
    }


def _hub(names: Names, relations: int) -> Iterator[NodeTriple]:
    if not relations:
        return
    hub = names.entity(HUB)
    yield hub, RDFS.label, Literal(HUB, lang="en")
    yield hub, RDF.type, names.ontology["State"]
    for number in range(relations):
        village = names.entity(f"Village_{number}")
        yield village, RDFS.label, Literal(f"Village {number}", lang="en")
        yield village, names.ontology["locatedIn"], hub


def _extraction(
    number: int,
    chance: random.Random,
    entities: Sequence[Entity],
    weights: Sequence[float],
) -> Extraction:
    id_ = f"article-{number:05}"
    text = _Text()
    for sentence in range(SENTENCES):
        if sentence % 2 and sentence < 2 * CLAIMS:
            _claim(text, id_, chance, chance.choices(entities, weights, k=2))
        elif sentence % 2 == 0:
            _aside(text, chance.choices(entities, weights, k=1)[0])
        else:
            text.pieces.append(f"{chance.choice(_FILLER)} ")
    spoken_of = {mention.entity for mention in text.mentions}
    article = Article(
        id=id_,
        text="".join(text.pieces),
        title=f"{text.mentions[0].text} and the others, day {number}",
        published=_START + timedelta(days=number),
    )
    entities = [each for each in entities if each.id in spoken_of]
    return extraction_of(article, entities, text.mentions, text.claims)


def _mention(text: _Text, entity: Entity, start: int) -> Mention:
    mention = mention_of(entity, len(text.mentions), start)
    text.mentions.append(mention)
    return mention


def _aside(text: _Text, entity: Entity) -> None:
    start = text.length()
    text.pieces.append(f"{entity.label} was in the news again. {_FILLER[0]} ")
    _mention(text, entity, start)


def _claim(
    text: _Text, article: str, chance: random.Random, ends: Sequence[Entity]
) -> None:
    subject, object_ = ends
    predicate, verb = chance.choice(sorted(_VERBS.items()))
    start = text.length()
    sentence = f"{subject.label} {verb} {object_.label} on that day."
    text.pieces.append(f"{sentence} ")
    at_verb = start + len(subject.label) + 1
    at_object = at_verb + len(verb) + 1
    if subject == object_:
        return
    evidence = Evidence(
        article=article,
        sentence=Span(start, start + len(sentence)),
        quote=sentence,
        trigger=Span(at_verb, at_verb + len(verb)),
        subject=_mention(text, subject, start),
        object=_mention(text, object_, at_object),
    )
    polarity = chance.choices(tuple(Polarity), (9, 1))[0]
    modality = chance.choices(tuple(Modality), (6, 1, 1, 1, 1))[0]
    claim = claim_by(evidence, predicate, polarity=polarity, modality=modality)
    text.claims.append(claim)
