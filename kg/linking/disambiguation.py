"""Which known entity a mention refers to, or that it refers to none (NIL).

A name is looked up in the gazetteer; the candidates are scored by the form of the
name, by class and by context, and ranked with their prior. NIL is an answer: no
candidate, none good enough, or homonyms that nothing tells apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Gazetteer, NameForm
from kg.gazetteer.folding import fold
from kg.linking.agreement import coarse_type, finer
from kg.linking.context import Context, read_context
from kg.linking.identity import local_identifier, unknown_identifier
from kg.linking.scoring import (
    LEAST_SCORE,
    ScoredCandidate,
    candidates_for,
)
from kg.linking.sports import teams_among
from kg.model import Entity, Mention, MentionKind
from kg.ontology import Ontology

# Homonyms tie when the second weighs this share of the first.
_TIE = 0.95
_RIVAL = 0.6
# The name and class of those who corefer, and whether they stand for a team.
type _Key = tuple[str, str, bool]
# Tells a team from what it plays for.
_TEAM = "Team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a name was linked to, or why to nothing.

    `chosen` is `None` for NIL; `reason` says in words how it came about.
    """

    chosen: ScoredCandidate | None
    score: float
    reason: str
    candidates: tuple[ScoredCandidate, ...] = ()


def decide(candidates: Sequence[ScoredCandidate]) -> Decision:
    """Choose among candidates, best first, or abstain.

    The score of the chosen one sinks as the next best comes near.
    """
    given = tuple(candidates)
    if not given:
        return Decision(chosen=None, score=0.0, reason="no candidate of that name fits")
    best = given[0]
    share = given[1].weight / best.weight if len(given) > 1 else 0.0
    if best.score < LEAST_SCORE:
        reason = f"{best.id} fits too badly: {best.score:.2f} < {LEAST_SCORE}"
        return Decision(chosen=None, score=0.0, reason=reason, candidates=given)
    if share > _TIE:
        reason = f"homonyms tie: {best.id} and {given[1].id}"
        return Decision(chosen=None, score=0.0, reason=reason, candidates=given)
    doubt = max(0.0, share - _RIVAL) / (1 - _RIVAL) / 2
    return Decision(
        chosen=best,
        score=round(best.score * (1 - doubt), 4),
        reason=f"{best.method} match of {best.surface!r}",
        candidates=given,
    )


def link(
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    ontology: Ontology,
    *,
    article_id: str,
    text: str = "",
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Decide for each mention of an article which entity it refers to.

    Mentions with equal name and type corefer. The class of a linked mention becomes
    that of the entry where this is finer or of the same kind.

    Args:
        mentions: Of one article, in text order.
        gazetteer: The entities known.
        ontology: The classes.
        article_id: Tells apart what has no name of its own.
        text: The article's, which may tell that places stand for teams.

    Returns:
        The mentions with entity, qid and class filled in, and the entities, sorted
        by id.
    """
    context = read_context(mentions, gazetteer, text)
    teams = teams_among(mentions, text)
    groups: dict[_Key, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[_key(mention, teams)].append(mention)
    found = {
        key: _team(group, article_id)
        if key[2]
        else _entity(group, gazetteer, ontology, context, article_id)
        for key, group in groups.items()
    }
    entities = _merge(found.values(), ontology)
    linked = []
    for mention in mentions:
        entity = entities[found[_key(mention, teams)].id]
        linked.append(
            replace(mention, entity=entity.id, qid=entity.qid, type=entity.type)
        )
    return tuple(linked), tuple(entity for _, entity in sorted(entities.items()))


def _key(mention: Mention, teams: frozenset[str]) -> _Key:
    return mention.name, mention.type, mention.id in teams


def _entity(
    group: Sequence[Mention],
    gazetteer: Gazetteer,
    ontology: Ontology,
    context: Context,
    article_id: str,
) -> Entity:
    first = group[0]
    country = min((m.country for m in group if m.country), default=None)
    decision = _decide_group(group, gazetteer, ontology, context)
    chosen = decision.chosen
    if chosen is not None:
        entry = chosen.entry
        return Entity(
            id=chosen.id,
            label=entry.name,
            type=finer(entry.type, first.type, ontology),
            qid=entry.qid,
            score=decision.score,
            method=chosen.method,
            country=entry.country or country,
            aliases=_aliases(group, entry.name, gazetteer),
        )
    is_named = any(_has_name(mention) for mention in group)
    if is_named and not gazetteer.is_generic(first.name):
        identifier = unknown_identifier(first.name, first.type, gazetteer, ontology)
    else:
        coarse = coarse_type(first.type, ontology)
        identifier = local_identifier(first.name, coarse, article_id)
    return Entity(
        id=identifier,
        label=first.name,
        type=first.type,
        country=country or _people_of(first.name, gazetteer),
        aliases=_aliases(group, first.name, gazetteer),
    )


def _team(group: Sequence[Mention], article_id: str) -> Entity:
    """Return the team that a place stands for, which nobody knows beforehand.

    What is written is the name of the place, and of its class.
    """
    first = group[0]
    identifier = local_identifier(first.name, _TEAM, article_id)
    return Entity(id=identifier, label=first.name, type=first.type)


def _has_name(mention: Mention) -> bool:
    """Say whether a mention is a name, or describes what has a fuller one.

    "Foreign Minister" alone is somebody of this article; the "Foreign Minister of
    Iran" is the same everywhere.
    """
    is_fuller = mention.name.casefold() != mention.text.casefold()
    return mention.kind is MentionKind.NAME or is_fuller


def _decide_group(
    group: Sequence[Mention],
    gazetteer: Gazetteer,
    ontology: Ontology,
    context: Context,
) -> Decision:
    """Try the names that a group goes by; the first that links counts."""
    first = group[0]
    context = context.around(group, gazetteer)
    decisions = [
        decide(
            candidates_for(
                name,
                first.type,
                gazetteer,
                ontology,
                context=context,
                country=first.country,
            )
        )
        for name in _names_to_try(group)
    ]
    return next((d for d in decisions if d.chosen), decisions[0])


def _names_to_try(group: Sequence[Mention]) -> tuple[str, ...]:
    """Return the name of a group, and what the text writes for it.

    A name that stands nowhere in the text is only what the table has for the letters
    that do ("CBS"), so these letters have to lead to it by themselves.
    """
    name = group[0].name
    words = set(name.split())
    written = dict.fromkeys(m.text for m in group if m.kind is MentionKind.NAME)
    if not written or any(fold(name) in fold(text) for text in written):
        # "Aliyev" is no evidence of its own for "Heydar Aliyev".
        others = (text for text in written if not words.issuperset(text.split()))
        return (name, *others)
    return tuple(written)


def _aliases(
    group: Iterable[Mention], label: str, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Return the names that the article uses; demonyms and metonyms are none."""
    texts = {m.text for m in group if m.kind is MentionKind.NAME} - {label}
    pointers = (NameForm.DEMONYM, NameForm.METONYM)
    return tuple(
        sorted(
            text
            for text in texts
            if not any(c.form in pointers for c in gazetteer.candidates(text))
        )
    )


def _people_of(name: str, gazetteer: Gazetteer) -> str | None:
    """Return the state whose people a name denotes: "Iranians"."""
    known = gazetteer.candidates(name)
    is_demonym = bool(known) and known[0].form is NameForm.DEMONYM
    return known[0].entry.country if is_demonym else None


def _merge(entities: Iterable[Entity], ontology: Ontology) -> dict[str, Entity]:
    """Return one entity for each id, with the finest class and all names."""
    merged: dict[str, Entity] = {}
    ranked = sorted(entities, key=lambda e: (e.id, -e.score, e.type, e.label))
    for entity in ranked:
        known = merged.setdefault(entity.id, entity)
        if known is not entity:
            merged[entity.id] = replace(
                known,
                type=finer(known.type, entity.type, ontology),
                aliases=tuple(sorted({*known.aliases, *entity.aliases})),
            )
    return merged
