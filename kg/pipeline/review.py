"""The links that somebody should look at, and what somebody decided on them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rdflib.namespace import OWL, SKOS

from kg.config import Settings
from kg.errors import MappingError
from kg.gazetteer import Gazetteer, read_gazetteer
from kg.linking.disambiguation import Decision, decide
from kg.linking.review import (
    ENTITY,
    ITEM,
    Judgement,
    Review,
    read_review,
    write_review,
)
from kg.linking.scoring import ScoredCandidate, candidates_for
from kg.ontology import Ontology, read_ontology
from kg.rdf.linked import LinkedName, linked_names, sentence_at
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Names

NO_ITEM = "sssom:NoTermFound"
# A homonym that weighs this share of what was chosen might have been meant.
_NEAR = 0.8
_SEVERAL = 2
# A letter for a letter: whoever reads the name decides as the machine did.
_EXACT = "semapv:LexicalMatching"
_BY_METHOD = {"exact": _EXACT, "alias": _EXACT}
_OTHERWISE = "semapv:CompositeMatching"
_NOT_MATCHED = "semapv:UnspecifiedMatching"
_PREDICATES = {
    str(OWL.sameAs): "owl:sameAs",
    str(SKOS.exactMatch): "skos:exactMatch",
    str(SKOS.closeMatch): "skos:closeMatch",
}
_QID = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A link, or the lack of one, that somebody should look at.

    The first eight are the columns of SSSOM by these names; `doubt` (0 to 1) and
    `mentions` say how much depends on it.
    """

    subject_id: str
    subject_label: str
    predicate_id: str
    object_id: str
    object_label: str
    mapping_justification: str
    confidence: float
    comment: str
    mentions: int
    articles: int
    doubt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What somebody decided: entities, with or without the item or entity they are."""

    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything was decided."""
        return bool(self.accept or self.reject or self.replace)


def doubtful_links(settings: Settings) -> tuple[Doubt, ...]:
    """Return what somebody should look at in the store, what matters most first.

    That are links below `owl:sameAs`, links with a homonym close by, and names of
    several articles that were linked to nothing; not what was decided on already.

    Raises:
        KgError: If the store, the ontology or a table cannot be read.
    """
    names = Names(settings.base_iri)
    with open_store(settings.store, read_only=True, names=names) as store:
        finding = _Finding(
            store=store,
            names=names,
            gazetteer=read_gazetteer(settings.gazetteer),
            ontology=read_ontology(settings.ontology),
            review=read_review(settings.reviewed),
        )
        found = list(finding.doubts())
    found.sort(key=lambda each: (-each.mentions * each.doubt, each.subject_id))
    return tuple(found)


def decide_links(
    settings: Settings, decisions: Decisions, *, author: str, day: date
) -> tuple[Judgement, ...]:
    """Write decisions into the file of judgements; the next build honours them.

    Raises:
        MappingError: For a decision that cannot be made, and for a malformed file.
        KgError: If the store or a table cannot be read.
    """
    file, names = settings.reviewed, Names(settings.base_iri)
    review = read_review(file)
    with open_store(settings.store, read_only=True, names=names) as store:
        known = {each.id: each for each in linked_names(store, names)}
    deciding = _Deciding(known, read_gazetteer(settings.gazetteer), author, day)
    new = tuple(deciding.judgements(decisions))
    write_review(review.with_more(new), file)
    # A circle among entities shows only when all judgements are read together.
    read_review(file)
    return new


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    store: Store
    names: Names
    gazetteer: Gazetteer
    ontology: Ontology
    review: Review

    def doubts(self) -> Iterator[Doubt]:
        for name in linked_names(self.store, self.names):
            if self.review.accepted(name.id) is None:
                yield from self._linked(name) if name.qid else self._unlinked(name)

    def _linked(self, name: LinkedName) -> Iterator[Doubt]:
        rival, share = self._rival(name)
        reasons = []
        if name.predicate != str(OWL.sameAs):
            reasons.append(f"{name.method} match of {name.words[0]!r}")
        if rival and share >= _NEAR:
            called = f"{rival.id} ({rival.entry.qid or 'no item'})"
            reasons.append(f"a homonym is close by: {called}")
        if reasons:
            near = share / 2 if share >= _NEAR else 0.0
            yield Doubt(
                subject_id=f"{ENTITY}{name.id}",
                subject_label=name.label,
                predicate_id=_PREDICATES[name.predicate or str(SKOS.closeMatch)],
                object_id=f"{ITEM}{name.qid}",
                object_label=_label(name.qid or "", self.gazetteer),
                mapping_justification=_BY_METHOD.get(name.method, _OTHERWISE),
                confidence=name.score,
                comment=self._comment(name, "; ".join(reasons)),
                mentions=name.mentions,
                articles=name.articles,
                doubt=round(max(1 - name.score, near), 4),
            )

    def _unlinked(self, name: LinkedName) -> Iterator[Doubt]:
        if name.articles < _SEVERAL:
            return
        decision = decide(self._candidates(name))
        best = next((c for c in decision.candidates if c.entry.qid), None)
        qid = best.entry.qid if best else None
        total = sum(candidate.weight for candidate in decision.candidates)
        sure = best.score * best.weight / total if best and total else 0.0
        yield Doubt(
            subject_id=f"{ENTITY}{name.id}",
            subject_label=name.label,
            predicate_id="skos:closeMatch",
            object_id=f"{ITEM}{qid}" if qid else NO_ITEM,
            object_label=best.entry.name if best else "",
            mapping_justification=_OTHERWISE if qid else _NOT_MATCHED,
            confidence=round(sure, 4),
            comment=self._comment(name, _why(decision)),
            mentions=name.mentions,
            articles=name.articles,
            doubt=round(1 - sure, 4),
        )

    def _candidates(self, name: LinkedName) -> tuple[ScoredCandidate, ...]:
        kind = name.types[0] if name.types else None
        return candidates_for(name.words[0], kind, self.gazetteer, self.ontology)

    def _rival(self, name: LinkedName) -> tuple[ScoredCandidate | None, float]:
        """Return the best other candidate, and its share of what was chosen."""
        found = self._candidates(name)
        chosen = next((c for c in found if c.id == name.id), None)
        others = [c for c in found if c.id != name.id]
        if not others or chosen is None or not chosen.weight:
            return None, 0.0
        return others[0], min(1.0, others[0].weight / chosen.weight)

    def _comment(self, name: LinkedName, reason: str) -> str:
        sentence = sentence_at(self.store, self.names, name.place)
        words = ", ".join(name.words[:3])
        article = name.place.partition("#")[0].removeprefix(self.names.article(""))
        said = f"{article}: {sentence}" if sentence else f"{article}: {words}"
        times = f"{name.mentions} times in {name.articles} articles"
        return f"{reason}; {times}; {said}"


@dataclass(frozen=True, slots=True)
class _Deciding:
    known: Mapping[str, LinkedName]
    gazetteer: Gazetteer
    author: str
    day: date

    def judgements(self, decisions: Decisions) -> Iterator[Judgement]:
        for text in decisions.accept:
            subject, other = self._read(text)
            yield self._judgement(subject, other or self._link(subject), holds=True)
        for text in decisions.reject:
            subject, other = self._read(text)
            yield self._judgement(subject, other or self._link(subject), holds=False)
        for text in decisions.replace:
            subject, other = self._read(text)
            if not other:
                raise MappingError(f"{text}: needs what it is, as in ent:Iran=Q794")
            old = self._known_link(subject)
            if old and old != other:
                yield self._judgement(subject, old, holds=False)
            yield self._judgement(subject, other, holds=True)

    def _read(self, text: str) -> tuple[str, str | None]:
        subject, equals, other = text.partition("=")
        subject = subject.removeprefix(ENTITY)
        other = other.removeprefix(ITEM)
        if subject not in self.known and self.gazetteer.entry(subject) is None:
            raise MappingError(f"{text}: no article names an entity {subject!r}")
        if not equals:
            return subject, None
        if _QID.fullmatch(other):
            return subject, f"{ITEM}{other}"
        if not other.startswith(ENTITY):
            raise MappingError(f"{text}: needs an item or entity, as in ent:Iran=Q794")
        return subject, other

    def _link(self, subject: str) -> str:
        link = self._known_link(subject)
        if link is None:
            raise MappingError(
                f"ent:{subject} is linked to nothing; say what it is: ent:{subject}=Q1"
            )
        return link

    def _known_link(self, subject: str) -> str | None:
        name, entry = self.known.get(subject), self.gazetteer.entry(subject)
        qid = name.qid if name and name.qid else entry.qid if entry else None
        return f"{ITEM}{qid}" if qid else None

    def _judgement(self, subject: str, other: str, *, holds: bool) -> Judgement:
        name, entry = self.known.get(subject), self.gazetteer.entry(subject)
        label = entry.name if entry else name.label if name else ""
        return Judgement(
            subject=subject,
            object=other,
            holds=holds,
            author=self.author,
            day=self.day,
            subject_label=label,
            object_label=_label(other.removeprefix(ITEM), self.gazetteer),
        )


def _why(decision: Decision) -> str:
    if decision.chosen:
        return f"{decision.chosen.id} is known, but not its item"
    return f"not linked: {decision.reason}"


def _label(qid: str, gazetteer: Gazetteer) -> str:
    """Return what the tables call an item; they alone are trusted with that."""
    entry = gazetteer.by_qid(qid)
    return entry.name if entry else ""


def columns_of(doubts: Iterable[Doubt]) -> Iterator[dict[str, str]]:
    """Yield the cells of a table in SSSOM."""
    for doubt in doubts:
        yield {
            "subject_id": doubt.subject_id,
            "subject_label": doubt.subject_label,
            "predicate_id": doubt.predicate_id,
            "object_id": doubt.object_id,
            "object_label": doubt.object_label,
            "mapping_justification": doubt.mapping_justification,
            "confidence": f"{doubt.confidence:.4g}",
            "comment": doubt.comment,
        }
