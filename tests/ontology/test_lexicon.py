"""The lexicon: every example is read as its relation, and errors are all reported."""

import shutil
from datetime import date

import pytest
from rdflib import XSD, Graph, Literal, URIRef

from kg.config import Settings
from kg.errors import LexiconError
from kg.lexicon import LEX, ONTOLEX, read_lexicon
from kg.model import Article, MentionKind
from kg.nlp.pipeline import Annotator
from kg.nlp.relations import RelationFinder
from kg.nlp.syntax import read_syntax
from kg.ontology import read_ontology

FOLDER = Settings().ontology
LEXICON = FOLDER / "lexicon.en.ttl"
ARAZ = "https://w3id.org/araz/ontology#"
FEWEST_FRAMES = 150

ONTOLOGY = read_ontology(FOLDER)
EXAMPLES = [
    pytest.param(frame.relation, example, id=f"{frame.iri.split('#')[1]}: {example}")
    for frame in read_lexicon(LEXICON, ONTOLOGY).frames
    for example in frame.examples
]

# The frames of LexInfo 3.0 for verbs, nouns and adjectives (https://lexinfo.net).
LEXINFO_FRAMES = {
    "AdjectivalComplementFrame", "AdjectiveAttributiveFrame",
    "AdjectiveComparativeFrame", "AdjectiveFrame", "AdjectiveImpersonalFrame",
    "AdjectivePPFrame", "AdjectivePostPositiveFrame", "AdjectivePredicateFrame",
    "AdjectivePredicativeFrame", "AdjectiveScaleFrame", "AdjectiveSuperlativeFrame",
    "DeclarativeFrame", "DitransitiveFrame", "DitransitiveFrame_For",
    "DitransitiveFrame_To", "GenitiveDitransitiveFrame", "GenitiveTransitiveFrame",
    "GerundFrame", "ImpersonalFrame", "InfinitiveFrame", "InterrogativeFrame",
    "IntransitiveFrame", "IntransitiveInfinitiveSCFrame", "IntransitivePPFrame",
    "NominalComplementFrame", "NounFrame", "NounPPFrame", "NounPossessiveFrame",
    "NounPredicateFrame", "PPFrame", "PrepositionalFrame", "ReciprocalFrame",
    "ReflexiveFrame", "ReflexiveTransitiveFrame", "ReflexiveTransitivePPFrame",
    "SententialFrame", "TransitiveDeclarativeFrame", "TransitiveFrame",
    "TransitiveInfinitiveOCFrame", "TransitiveNominalComplementFrame",
    "TransitivePPFrame", "VerbFrame",
}  # fmt: skip


def read_example(example):
    """Return the text of an example and the stretches in each kind of brackets."""
    text, opened = "", {}
    stretches: dict[str, list[tuple[int, int]]] = {"[": [], "{": []}
    for character in example:
        if character in "[{":
            opened[character] = len(text)
        elif character in "]}":
            kind = {"]": "[", "}": "{"}[character]
            stretches[kind].append((opened.pop(kind), len(text)))
        else:
            text += character
    assert not opened, f"a bracket is not closed in {example}"
    return text, stretches


def _is_inside(mention, start, end):
    return start <= mention.span.start and mention.span.end <= end


def relations_between(annotator, text, stretches):
    """Return the relations between what the brackets name, and which way they go."""
    article = Article(id="example", text=text, published=date(2021, 10, 7))
    annotation = next(annotator.annotate([article]))
    mentions = {mention.id: mention for mention in annotation.mentions}
    side = {
        mention.name: kind
        for kind, places in stretches.items()
        for start, end in places
        for mention in annotation.mentions
        if mention.span.start < end
        and start < mention.span.end
        # A description may hold a name of something else: "an {Iranian} journalist".
        and (mention.kind is MentionKind.NAME or _is_inside(mention, start, end))
    }
    ends = [
        (
            relation.predicate,
            side.get(mentions[relation.subject].name),
            side.get(mentions[relation.object].name),
        )
        for relation in annotation.relation_mentions
    ]
    return {
        (predicate, subject + object_)
        for predicate, subject, object_ in ends
        if subject and object_ and subject != object_
    }


@pytest.mark.model
@pytest.mark.parametrize(("relation", "example"), EXAMPLES)
def test_an_example_yields_exactly_its_relation(annotator, relation, example):
    found = relations_between(annotator, *read_example(example))
    if ONTOLOGY.relations[relation].symmetric:
        found = {(predicate, "[{") for predicate, _ in found}
    assert found == {(relation, "[{")}


@pytest.fixture(scope="module")
def lexicon_graph():
    return Graph().parse(LEXICON)


@pytest.mark.parametrize("relation", sorted(ONTOLOGY.relations))
def test_a_relation_has_words_or_is_marked_as_never_said(lexicon_graph, relation):
    iri = URIRef(ARAZ + relation)
    has_frame = (None, ONTOLEX.reference, iri) in lexicon_graph
    true = Literal("true", datatype=XSD.boolean)
    is_silent = (iri, LEX.notExpressed, true) in lexicon_graph
    assert has_frame != is_silent, f"{relation}: a frame or lex:notExpressed, not both"


def test_the_lexicon_is_broad(lexicon):
    assert len(lexicon.frames) >= FEWEST_FRAMES


def test_the_syntax_knows_every_frame_type(lexicon):
    used = {frame.syntax for frame in lexicon.frames}
    assert used <= set(read_syntax().frames)


@pytest.mark.parametrize("name", sorted(read_syntax().frames))
def test_a_frame_type_of_the_syntax_is_one_of_lexinfo(name):
    assert name in LEXINFO_FRAMES


def test_the_longest_frame_wins_over_words_said_in_passing(lexicon):
    by_name = {frame.iri.split("#")[1]: frame for frame in lexicon.frames}
    plain, marked = by_name["joint-exercise"], by_name["exercise-on-border"]
    assert marked.specificity > plain.specificity


# ---------------------------------------------------------------- broken lexicons

PREFIXES = """
@prefix araz: <https://w3id.org/araz/ontology#> .
@prefix lex: <https://w3id.org/araz/lexicon#> .
@prefix lexinfo: <http://www.lexinfo.net/ontology/3.0/lexinfo#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SOUND = """
lex:sound a lexinfo:TransitiveFrame ;
    ontolex:reference araz:accuses ;
    lex:lemma "accuse" ;
    skos:example "[Ukraine] accused {Russia}." .
"""
# By what is wrong: the frame, and what the message must speak of.
BROKEN = {
    "no-lemma": (
        """
        lex:broken a lexinfo:TransitiveFrame ;
            ontolex:reference araz:accuses ;
            skos:example "[A] {B}" .
        """,
        "lex:lemma",
    ),
    "no-example": (
        """
        lex:broken a lexinfo:TransitiveFrame ;
            ontolex:reference araz:accuses ;
            lex:lemma "accuse" .
        """,
        "skos:example",
    ),
    "no-type": (
        """
        lex:broken ontolex:reference araz:accuses ;
            lex:lemma "accuse" ;
            skos:example "[A] {B}" .
        """,
        "LexInfo frame",
    ),
    "type-from-elsewhere": (
        """
        lex:broken a skos:Concept ;
            ontolex:reference araz:accuses ;
            lex:lemma "accuse" ;
            skos:example "[A] {B}" .
        """,
        "LexInfo frame",
    ),
    "unknown-relation": (
        """
        lex:broken a lexinfo:TransitiveFrame ;
            ontolex:reference araz:accuzes ;
            lex:lemma "accuse" ;
            skos:example "[A] {B}" .
        """,
        "accuzes",
    ),
    "two-relations": (
        """
        lex:broken a lexinfo:TransitiveFrame ;
            lex:lemma "accuse" ;
            ontolex:reference araz:accuses , araz:attacks ;
            skos:example "[A] {B}" .
        """,
        "one relation",
    ),
    "unknown-class": (
        """
        lex:broken a lexinfo:TransitiveFrame ;
            ontolex:reference araz:accuses ;
            lex:lemma "accuse" ;
            lex:objectType araz:Planet ;
            skos:example "[A] {B}" .
        """,
        "Planet",
    ),
    "unknown-event": (
        """
        lex:broken a lexinfo:TransitiveFrame ;
            ontolex:reference araz:accuses ;
            lex:lemma "accuse" ;
            lex:event "APPLAUD" ;
            skos:example "[A] {B}" .
        """,
        "APPLAUD",
    ),
    "misspelt-property": (
        """
        lex:broken a lexinfo:TransitiveFrame ;
            ontolex:reference araz:accuses ;
            lex:lemma "accuse" ;
            lex:thema "crime" ;
            skos:example "[A] {B}" .
        """,
        "thema",
    ),
}


def problems_of(text, folder, ontology):
    path = folder / "lexicon.en.ttl"
    path.write_text(PREFIXES + SOUND + text, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        read_lexicon(path, ontology)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{path}: ") for line in lines)
    return lines


@pytest.mark.parametrize(("text", "reason"), BROKEN.values(), ids=BROKEN)
def test_an_error_names_the_frame_and_the_reason(tmp_path, ontology, text, reason):
    (line,) = problems_of(text, tmp_path, ontology)
    assert "lexicon#broken" in line
    assert reason in line


def test_all_errors_are_reported_at_once(tmp_path, ontology):
    text = "\n".join(
        text.replace("lex:broken", f"lex:broken-{name}")
        for name, (text, _) in BROKEN.items()
    )
    lines = problems_of(text, tmp_path, ontology)
    named = {name for name in BROKEN for line in lines if f"#broken-{name}" in line}
    assert named == set(BROKEN)
    assert len(lines) == len(BROKEN)


def test_a_noun_of_two_classes_is_reported(tmp_path, ontology):
    text = 'araz:River lex:noun "canal" . araz:Strait lex:noun "canal" .'
    (line,) = problems_of(text, tmp_path, ontology)
    assert '"canal"' in line
    assert "River" in line
    assert "Strait" in line


def test_a_noun_of_no_class_is_reported(tmp_path, ontology):
    (line,) = problems_of('araz:Planet lex:noun "moon" .', tmp_path, ontology)
    assert "Planet" in line


def test_broken_turtle_is_one_line(tmp_path, ontology):
    (line,) = problems_of("lex:broken a lexinfo:TransitiveFrame", tmp_path, ontology)
    assert "Turtle" in line


def test_a_missing_file_is_one_line(tmp_path, ontology):
    with pytest.raises(LexiconError, match="cannot be read") as caught:
        read_lexicon(tmp_path / "none.ttl", ontology)
    assert len(str(caught.value).splitlines()) == 1


def test_a_frame_type_without_a_syntax_is_reported(tmp_path, ontology):
    path = tmp_path / "lexicon.en.ttl"
    text = SOUND.replace("lex:sound", "lex:strange").replace("Transitive", "Gerund")
    path.write_text(PREFIXES + SOUND + text, encoding="utf-8")
    lexicon = read_lexicon(path, ontology)
    with pytest.raises(LexiconError, match=r"lexicon#strange is a GerundFrame"):
        RelationFinder(lexicon, read_syntax(), ontology)


# ---------------------------------------------------------------- new relations

NEW_RELATION = """
araz:congratulates a owl:ObjectProperty ;
    rdfs:isDefinedBy <https://w3id.org/araz/ontology> ;
    rdfs:domain araz:Actor ;
    rdfs:range araz:Actor ;
    rdfs:label "congratulates"@en ;
    skos:definition "Sends good wishes to."@en .
"""
NEW_FRAME = """
lex:felicitate a lexinfo:TransitiveFrame ;
    ontolex:reference araz:congratulates ;
    lex:lemma "felicitate" ;
    skos:example "[Narendra Modi] felicitated {Vladimir Putin}." .
"""


@pytest.mark.model
def test_a_new_relation_takes_one_relation_and_one_frame(tmp_path, gazetteer):
    folder = tmp_path / "ontology"
    shutil.copytree(FOLDER, folder)
    for name, text in {
        "geopolitics.ttl": NEW_RELATION,
        "lexicon.en.ttl": NEW_FRAME,
    }.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    ontology = read_ontology(folder)
    lexicon = read_lexicon(folder / "lexicon.en.ttl", ontology)
    annotator = Annotator(Settings(), ontology, gazetteer, lexicon)
    text, stretches = read_example("{Vladimir Putin} was felicitated by [China].")
    found = relations_between(annotator, text, stretches)
    assert found == {("congratulates", "[{")}


@pytest.mark.model
@pytest.mark.parametrize(
    "sentence",
    [
        "[Workers] went on strike over the {Gdansk shipyard}.",
        "[Students] held a protest over {Kashmir}.",
        "[Farmers] rallied over the {dam} in Madrid.",
        "[Residents] took to the streets over the {airport}.",
    ],
)
def test_the_place_that_a_protest_is_over_is_not_whom_it_is_against(
    annotator, sentence
):
    assert relations_between(annotator, *read_example(sentence)) == set()
