"""Train the choice of relations: `python -m kg.nlp.training.choice TARGET`.

Prints, for each of some thresholds, how much of what would be chosen is right: each
sentence of `acts.txt` is judged by a model that did not learn from it.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.config import PROJECT, Settings
from kg.gazetteer import read_gazetteer
from kg.lexicon import Frame, read_lexicon
from kg.nlp.choice.candidates import Candidate, find_candidates
from kg.nlp.choice.chooser import APART, LINKED, ChoiceModel, save_choice
from kg.nlp.choice.features import deed_of, deed_view, link_view
from kg.nlp.grammar import Grammar
from kg.nlp.mentions import Referent
from kg.nlp.pipeline import Annotator
from kg.nlp.syntax import read_syntax
from kg.nlp.training.acts import NONE, Act, read_acts
from kg.nlp.training.codebook import RELATIONS, read_codebook
from kg.nlp.training.gold import fold_of
from kg.nlp.training.softmax import Lesson, fit_softmax
from kg.ontology import Ontology, read_ontology

# The least probability of what is chosen: what is right more often than half the F1 of
# all claims raises it (Lipton et al. 2014); the card tells how this was measured.
LEAST = 0.4
FOLDS = 4
_DICTIONARY = Path("eval/data/petrarch2/dictionaries/CAMEO.2.0.txt")
_DEED_PENALTY, _LINK_PENALTY = 1e-4, 1e-3
# How much an entry of a dictionary, or a frame, counts beside a sentence.
_ENTRY, _FRAME = 0.2, 0.5
_MUTUAL = frozenset({"agreesWith", "consultsWith", "cooperatesWith", "tradesWith"})
# How many nouns of a frame are worth a lesson each.
_THEMES = 6
# What is taught beside the relations of the dictionary.
_GOODS = frozenset({"purchasesFrom", "suppliesTo", "tradesWith"})
_TAUGHT = frozenset(RELATIONS.values()) | _GOODS | {"retreatsFrom"}
# Our own relations by PLOVER code, where a code has several.
_CODES = {"ACCUSE": "accuses", "ASSAULT": "attacks", "COERCE": "coerces",
          "AID": "aids", "CONSULT": "consultsWith", "COOPERATE": "cooperatesWith",
          "REJECT": "rejects", "SUPPORT": "supports"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate of a sentence, and the relation it stands in, if any."""

    text: str
    candidate: Candidate
    relation: str | None


@dataclass(frozen=True, slots=True)
class Teacher:
    """Turns sentences, frames and dictionary entries into lessons."""

    annotator: Annotator
    grammar: Grammar
    vocab: Vocab

    def examples(self, act: Act) -> Iterator[Example]:
        """Yield the candidates of a sentence; those not marked stand in no relation."""
        doc = self.annotator.parse(act.text)
        referents = self.annotator.find_referents(doc, ())
        for candidate in find_candidates(doc, referents, self.grammar):
            relation = act.relation if _fits(doc, candidate, act) else None
            yield Example(act.text, candidate, relation)

    def taught(self, frame: Frame) -> Iterator[Lesson]:
        """Yield the words of a frame with the relation that it expresses."""
        relation = self._relation(frame)
        themes = sorted(frame.themes)[:_THEMES]
        if relation is None:
            return
        markers = [marker.split()[0] for marker in frame.markers]
        for lemma in sorted(frame.lemmas):
            last = lemma.lower().split()[-1]
            for theme in themes or [""]:
                nouns = [theme.split()[-1]] if theme else []
                if frame.syntax.startswith("Noun"):
                    view = deed_of([], [last], markers, [], self.vocab)
                else:
                    particle = min(frame.particles, default="")
                    verb = f"{lemma.lower()} {particle}".strip()
                    view = deed_of([verb], nouns, markers, [], self.vocab)
                yield Lesson(view, relation, _FRAME / max(1, len(themes)))

    def _relation(self, frame: Frame) -> str | None:
        """Return the relation that stands for all of its code."""
        if frame.relation in _TAUGHT:
            return frame.relation
        return _CODES.get(self.grammar.ontology.plover(frame.relation) or "")

    def lessons(self, examples: Iterable[Example]) -> tuple[list[Lesson], list[Lesson]]:
        """Return what sentences teach of deeds, and of links."""
        deeds, links = [], []
        for each in examples:
            link = link_view(each.candidate, self.grammar.ontology)
            links.append(Lesson(link, LINKED if each.relation else APART))
            if each.relation:
                deeds.append(Lesson(deed_view(each.candidate), each.relation))
        return deeds, links

    def fit(self, examples: Iterable[Example], words: list[Lesson]) -> ChoiceModel:
        """Return the model that sentences and lists of words teach."""
        deeds, links = self.lessons(examples)
        return ChoiceModel(
            pipeline=self.annotator.model,
            deed=fit_softmax([*deeds, *words], _DEED_PENALTY),
            link=fit_softmax(links, _LINK_PENALTY),
            least=LEAST,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge by cross-validation, then train on everything and write the weights."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="file for the weights")
    parser.add_argument("--folds", type=int, default=FOLDS, help="0: train only")
    options = parser.parse_args(arguments)
    teacher, frames = _teacher()
    shared = Path(os.environ.get("ARAZ_SHARED", PROJECT.parent / "shared"))
    words = [lesson for frame in frames for lesson in teacher.taught(frame)]
    for entry in read_codebook(shared / _DICTIONARY):
        vocab = teacher.vocab
        view = deed_of([entry.verb], list(entry.nouns), list(entry.markers), [], vocab)
        words.append(Lesson(view, entry.relation, _ENTRY))
    examples = [each for act in read_acts() for each in teacher.examples(act)]
    for line in _judge(teacher, examples, words, options.folds):
        sys.stdout.write(f"{line}\n")
    save_choice(teacher.fit(examples, words), options.target)


def _teacher() -> tuple[Teacher, tuple[Frame, ...]]:
    settings = Settings()
    ontology: Ontology = read_ontology(settings.ontology)
    lexicon = read_lexicon(settings.ontology / "lexicon.en.ttl", ontology)
    gazetteer = read_gazetteer(settings.gazetteer)
    annotator = Annotator(settings, ontology, gazetteer, lexicon)
    grammar = Grammar(lexicon, read_syntax(), ontology)
    return Teacher(annotator, grammar, annotator.parse("A").vocab), lexicon.frames


def _judge(
    teacher: Teacher, examples: list[Example], words: list[Lesson], folds: int
) -> Iterator[str]:
    """Yield a line for each threshold: chosen, right, and with the right ends."""
    judged: list[tuple[float, bool, bool]] = []
    for fold in range(folds):
        others = [e for e in examples if fold_of(e.text, folds) != fold]
        model = teacher.fit(others, words)
        best: dict[tuple[str, int, int], tuple[float, bool, bool]] = {}
        for each in examples:
            if fold_of(each.text, folds) == fold:
                sure, chosen = model.best(each.candidate, teacher.grammar)
                first = each.candidate.verbs[0].i
                place = (each.text, first, each.candidate.subject[0].start)
                found = (sure, chosen == each.relation, each.relation is not None)
                best[place] = max(best.get(place, found), found)
        judged += best.values()
    for least in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8) if folds else ():
        kept = [each for each in judged if each[0] >= least]
        count = max(1, len(kept))
        right, linked = (sum(each[i] for each in kept) / count for i in (1, 2))
        yield f"{least:.1f} {len(kept):5d} right {right:.3f} linked {linked:.3f}"


def _fits(doc: Doc, candidate: Candidate, act: Act) -> bool:
    if act.relation == NONE:
        return False
    ends = candidate.subject[0], candidate.object[0]
    ways = [(ends[0], ends[1])]
    ways += [(ends[1], ends[0])] if act.relation in _MUTUAL else []
    return any(
        _touches(doc, one, act.subjects) and _touches(doc, other, act.objects)
        for one, other in ways
    )


def _touches(doc: Doc, end: Referent, spans: Iterable[tuple[int, int]]) -> bool:
    piece = doc[end.start : end.end]
    return any(s < piece.end_char and piece.start_char < e for s, e in spans)


if __name__ == "__main__":
    main()
