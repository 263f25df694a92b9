"""Which of several matches of one pair stays."""

from dataclasses import replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.config import Settings
from kg.lexicon import Frame
from kg.model import Iri, MentionKind
from kg.nlp.matches import RelationMatch, without_weaker
from kg.nlp.mentions import Referent
from kg.nlp.names import Sense
from kg.ontology import read_ontology

ONTOLOGY = read_ontology(Settings().ontology)
PLAIN = Frame(
    iri=Iri("https://example.org/plain"),
    syntax="TransitiveFrame",
    relation="rejects",
    lemmas=frozenset({"reject"}),
    themes=frozenset(),
    theme_types=frozenset(),
    markers=(),
    particles=frozenset(),
    modifiers=frozenset(),
    exclusions=frozenset(),
    inverse=False,
    reciprocal=False,
    subject_types=frozenset(),
    object_types=frozenset(),
    examples=(),
)
ASKS_MORE = replace(PLAIN, themes=frozenset({"appeal"}), markers=("by",))


def test_what_is_remote_does_not_drive_out_what_is_near() -> None:
    doc = Doc(Vocab(), words=["Iran", "rejected", "Iraq"])
    iran, iraq = Sense("State", "Iran"), Sense("State", "Iraq")
    near = RelationMatch(
        frame=PLAIN,
        trigger=doc[1],
        subject=Referent(0, 1, MentionKind.NAME, (iran,)),
        subject_sense=iran,
        object=Referent(2, 3, MentionKind.NAME, (iraq,)),
        object_sense=iraq,
    )
    remote = replace(near, frame=ASKS_MORE, is_remote=True)
    assert list(without_weaker([remote, near], ONTOLOGY)) == [near]
