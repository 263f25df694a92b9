"""Annotate articles: the stages of natural-language analysis, in their order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.config import Settings
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import (
    Annotation,
    Article,
    Event,
    Mention,
    Modality,
    Period,
    Polarity,
    RelationMention,
    Report,
    Span,
)
from kg.nlp.attribution import (
    by_sentence,
    find_speakers,
    find_speech,
    speech_about,
)
from kg.nlp.choice.chooser import load_choice
from kg.nlp.confidence import read_confidence
from kg.nlp.coreference import Coreference
from kg.nlp.cues import read_cues
from kg.nlp.descriptions import find_all
from kg.nlp.events import find_events
from kg.nlp.factuality import Factuality, assess
from kg.nlp.first_person import find_first_persons
from kg.nlp.furniture import find_furniture
from kg.nlp.matches import RelationMatch
from kg.nlp.mentions import Referent, Referents, make_mentions
from kg.nlp.models import describe, load_swift_model
from kg.nlp.names import NameFinder, Sense
from kg.nlp.paragraphs import split_paragraphs
from kg.nlp.recogniser.recogniser import load_recogniser
from kg.nlp.relations import RelationFinder
from kg.nlp.resumption import repeated, resume
from kg.nlp.setting import date_of, find_dates, place_of
from kg.nlp.speech import Speech, phrase_of
from kg.nlp.syntax import read_syntax
from kg.nlp.walker import Surroundings, Walker
from kg.ontology import Ontology

# Articles whose paragraphs are parsed together.
BATCH = 32


@dataclass(frozen=True, slots=True)
class _Analysis:
    """What the stages found in one doc, before it becomes plain values."""

    doc: Doc
    referents: Referents
    mentions: dict[Referent, Mention]
    speeches: tuple[Speech, ...]
    speakers: Mapping[int, Referent]
    speeches_in: Mapping[int, tuple[Speech, ...]]
    dates: dict[int, Period]


class Annotator:
    """Turns articles into annotations; loads the model once.

    Args:
        settings: Which model to load.
        ontology: Classes and relations.
        gazetteer: Entities known beforehand.
        lexicon: Words of the relations and classes.
        confidence: How sure a match is; by default as `confidence.yaml` has it.

    Raises:
        ModelError: If no pipeline can be loaded.
        LexiconError: If the lexicon uses a frame type that the syntax does not have.
    """

    def __init__(
        self,
        settings: Settings,
        ontology: Ontology,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        *,
        confidence: Callable[[RelationMatch], float] | None = None,
    ) -> None:
        self._nlp = load_swift_model(settings.model)
        self.model = describe(self._nlp)
        self._ontology = ontology
        self._cues = read_cues()
        self._confidence = confidence or read_confidence().of
        self._syntax = read_syntax()
        recogniser = load_recogniser(settings.recogniser, self.model)
        self._names = NameFinder(self._nlp, gazetteer, lexicon, ontology, recogniser)
        self._coreference = Coreference(ontology)
        choice = load_choice(settings.choice, self.model)
        self._relations = RelationFinder(lexicon, self._syntax, ontology, choice)
        self._lexicon = lexicon

    def annotate(self, articles: Iterable[Article]) -> Iterator[Annotation]:
        """Yield the annotation of each article, in order."""
        for article in articles:
            yield self._annotate(article, self.parse(article.text))

    def parse(self, text: str) -> Doc:
        """Return the doc of a text; no sentence crosses a paragraph.

        The text of the doc is the text given, so that offsets agree.
        """
        pieces = list(self._nlp.pipe(split_paragraphs(text), batch_size=BATCH))
        return Doc.from_docs(pieces, ensure_whitespace=False) or Doc(self._nlp.vocab)

    def _annotate(self, article: Article, doc: Doc) -> Annotation:
        furniture = find_furniture(article.text)
        referents = self.find_referents(doc, furniture)
        matches = [
            match
            for match in self._relations.find(doc, referents)
            if not _inside(match.trigger, furniture)
        ]
        analysis = self._analyse(article, doc, referents, matches)
        return Annotation(
            article=article,
            mentions=tuple(analysis.mentions.values()),
            relation_mentions=tuple(
                self._relation_mention(analysis, match) for match in matches
            ),
            reports=tuple(self._report(analysis, s) for s in analysis.speeches),
            events=tuple(self._events(doc, matches)),
            model=self.model,
        )

    def _analyse(
        self,
        article: Article,
        doc: Doc,
        referents: Referents,
        matches: Sequence[RelationMatch],
    ) -> _Analysis:
        referents = referents.including(match.object for match in matches)
        walker = self._walker(referents)
        furniture = find_furniture(article.text)
        speeches = tuple(
            speech
            for speech in find_speech(doc, walker, self._cues)
            if not _inside(speech.cue, furniture)
        )
        speakers = find_speakers(speeches, referents, walker)
        around = by_sentence(doc, speeches)
        referents = referents.including(
            find_first_persons(doc, referents.tokens, around, speakers)
        )
        chosen = self._chosen_senses(matches, speakers.values())
        return _Analysis(
            doc=doc,
            referents=referents,
            mentions=make_mentions(doc, referents, chosen),
            speeches=speeches,
            speakers=speakers,
            speeches_in=around,
            dates=find_dates(doc, article.published),
        )

    def find_referents(self, doc: Doc, furniture: Sequence[Span]) -> Referents:
        """Return what the stretches of a doc refer to, but for those in furniture."""
        names = self._names.find(doc)
        again = repeated(doc, names)
        kept = sorted((*names, *again), key=lambda name: name.start)
        kept = [name for name in kept if not _inside(doc[name.start], furniture)]
        resolved = self._coreference.resolve(doc, kept)
        nominals = (
            nominal
            for nominal in find_all(doc, resolved.tokens, self._lexicon, self._ontology)
            if not _inside(doc[nominal.start], furniture)
        )
        described = resume(doc, nominals, resolved.all, self._ontology)
        return Referents.of(resolved.all, described)

    def _chosen_senses(
        self, matches: Iterable[RelationMatch], speakers: Iterable[Referent]
    ) -> dict[Referent, Sense]:
        """Return the sense that the first relation of a referent asks for.

        Who says something acts: "Tehran said" is the government.
        """
        chosen: dict[Referent, Sense] = {}
        for match in matches:
            chosen.setdefault(match.subject, match.subject_sense)
            chosen.setdefault(match.object, match.object_sense)
        is_a = self._ontology.is_a
        for speaker in speakers:
            acting = (s for s in speaker.senses if is_a(s.type, "Actor"))
            chosen.setdefault(speaker, next(acting, speaker.senses[0]))
        return chosen

    def _walker(self, referents: Referents) -> Walker:
        lexicon = self._lexicon
        words = {"support": lexicon.support_verbs, "topic": lexicon.topic_verbs}
        surroundings = Surroundings(named=referents.tokens, words=words)
        return Walker(self._syntax.functions, surroundings)

    def _relation_mention(
        self, analysis: _Analysis, match: RelationMatch
    ) -> RelationMention:
        trigger = match.trigger
        subject = analysis.mentions[match.subject]
        object_ = analysis.mentions[match.object]
        factuality = self._factuality(match)
        around = analysis.speeches_in.get(trigger.sent.start, ())
        speech = speech_about(trigger, around)
        is_act = self._ontology.plover(match.frame.relation) is not None
        place = place_of(trigger, analysis.referents, self._ontology)
        return RelationMention(
            subject=subject.id,
            predicate=match.frame.relation,
            object=object_.id,
            trigger=_span(trigger),
            evidence=_evidence(analysis.doc, match),
            polarity=factuality.polarity,
            modality=factuality.modality,
            report=self._report(analysis, speech) if speech else None,
            time=date_of(trigger, analysis.dates, is_act=is_act),
            place=analysis.mentions[place].id
            if place is not None and place in analysis.mentions and is_act
            else None,
            frame=match.frame.iri if match.probability is None else None,
            event=match.frame.event,
            confidence=self._confidence(match),
        )

    def _factuality(self, match: RelationMatch) -> Factuality:
        """Return how factual a match is; what is only offered is not yet done."""
        if self._is_taken_for_granted(match):
            return Factuality(Polarity.POSITIVE, Modality.ACTUAL)
        factuality = assess(match.trigger, self._cues)
        is_offer = match.trigger.lemma_.lower() in self._cues.planned_objects
        relation = self._ontology.relations[match.frame.relation]
        if is_offer and not relation.performative:
            return factuality.but(Modality.PLANNED)
        return factuality

    def _is_taken_for_granted(self, match: RelationMatch) -> bool:
        """Say whether a state is presupposed: "will patrol *their border*"."""
        trigger = match.trigger
        is_state = self._ontology.plover(match.frame.relation) is None
        return (
            is_state
            and trigger.dep_ in {"dobj", "pobj"}
            and any(c.dep_ == "poss" or c.lower_ == "the" for c in trigger.children)
        )

    def _report(self, analysis: _Analysis, speech: Speech) -> Report:
        source = speech.source
        doc = analysis.doc
        speaker = analysis.speakers.get(speech.cue.i)
        mention = analysis.mentions.get(speaker) if speaker is not None else None
        return Report(
            source=phrase_of(source, speech.cue) if source is not None else None,
            cue=_span(speech.cue),
            content=tuple(
                Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
                for start, end in speech.content
            ),
            mention=mention.id if mention else None,
        )

    def _events(self, doc: Doc, matches: Iterable[RelationMatch]) -> Iterator[Event]:
        """Yield all events; one that a claim reports is as factual as the claim."""
        claimed = {match.trigger.i: self._factuality(match).score for match in matches}
        for token, rating in find_events(doc, claimed, self._cues):
            score = claimed.get(token.i, rating)
            yield Event(trigger=_span(token), factuality=score)


def _inside(token: Token, spans: Iterable[Span]) -> bool:
    return any(span.start <= token.idx < span.end for span in spans)


def _span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


def _evidence(doc: Doc, match: RelationMatch) -> Span:
    """Return the sentence, or sentences, that trigger and both arguments stand in."""
    first = min(match.trigger.i, match.subject.start, match.object.start)
    last = max(match.trigger.i, match.subject.end - 1, match.object.end - 1)
    start, end = doc[first].sent.start, doc[last].sent.end
    while end - 1 > last and doc[end - 1].is_space:
        end -= 1
    while start < first and doc[start].is_space:
        start += 1
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
