"""Hypothesis strategies for the values of `kg.model` and for RDF."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, XSD

from kg.model import (
    Article,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Period,
    Polarity,
    Report,
    Span,
)

# Characters that writers have to escape, and characters that they must not.
WORDS = st.text(
    st.sampled_from("ab Zé\u00df\u0130日\U0001f680\"'\\\n\r\t<>&{}|^`#%.-"), max_size=8
)
EXAMPLE = "http://example.org/"
LOCAL_NAMES = st.lists(
    st.sampled_from([*"abZ09_.-éç日'()", "%20"]), min_size=1, max_size=6
).map("".join)

_TEXT = "Alpha threatens Beta in Gamma, says Delta. Epsilon denies it."
_NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
_RELATIONS = ("threatens", "accuses", "attacks", "borders", "locatedIn")


def spans(length: int = len(_TEXT)) -> st.SearchStrategy[Span]:
    ends = st.tuples(st.integers(0, length - 1), st.integers(1, length))
    ordered = ends.filter(lambda pair: pair[0] < pair[1])
    return ordered.map(lambda pair: Span(*pair))


def periods() -> st.SearchStrategy[Period]:
    days = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))
    return st.builds(Period, days, days)


def mentions() -> st.SearchStrategy[Mention]:
    """Names in the text, one mention each, so that equal spans are equal mentions."""
    return st.sampled_from(_NAMES).map(named_mention)


def named_mention(name: str) -> Mention:
    start = _TEXT.index(name)
    return Mention(
        id=f"m{_NAMES.index(name)}",
        span=Span(start, start + len(name)),
        text=name,
        kind=MentionKind.NAME,
        type="State",
        name=name,
        confidence=0.5,
        entity=name,
    )


def reports() -> st.SearchStrategy[Report]:
    return st.builds(
        Report,
        source=st.none() | spans(),
        cue=st.none() | spans(),
        content=st.lists(spans(), max_size=2).map(tuple),
        mention=st.none() | st.just("m3"),
    )


def evidence() -> st.SearchStrategy[Evidence]:
    def place(sentence: Span, **parts: Any) -> Evidence:
        return Evidence(
            article="a", sentence=sentence, quote=sentence.quote(_TEXT), **parts
        )

    return st.builds(
        place,
        sentence=spans(),
        trigger=spans(),
        subject=mentions(),
        object=mentions(),
        report=st.none() | reports(),
        place=st.none() | mentions(),
        frame=st.none(),
    )


def confidences() -> st.SearchStrategy[float]:
    return st.integers(0, 100).map(lambda hundredths: hundredths / 100)


def claims(relations: tuple[str, ...] = _RELATIONS) -> st.SearchStrategy[Claim]:
    return st.builds(
        Claim,
        subject=st.sampled_from(_NAMES),
        predicate=st.sampled_from(relations),
        object=st.sampled_from(_NAMES),
        polarity=st.sampled_from(Polarity),
        modality=st.sampled_from(Modality),
        attributed_to=st.none() | st.sampled_from(_NAMES),
        reported=st.booleans(),
        time=st.none() | periods(),
        place=st.none() | st.sampled_from(_NAMES),
        article=st.just("a"),
        confidence=confidences(),
        evidence=st.lists(evidence(), min_size=1, max_size=2).map(tuple),
    )


def articles() -> st.SearchStrategy[Article]:
    return st.builds(
        Article,
        id=st.just("a"),
        text=st.just(_TEXT),
        title=st.none() | WORDS,
        published=st.none() | st.dates(),
    )


def extractions() -> st.SearchStrategy[Extraction]:
    return st.builds(
        Extraction,
        article=articles(),
        mentions=st.just(tuple(map(named_mention, _NAMES))),
        entities=st.just(
            tuple(Entity(id=name, label=name, type="State") for name in _NAMES)
        ),
        claims=st.lists(claims(), max_size=4).map(tuple),
        reports=st.just(()),
        events=st.just(()),
        model=st.just("test 1.0"),
    )


def iris() -> st.SearchStrategy[URIRef]:
    return LOCAL_NAMES.map(lambda name: URIRef(EXAMPLE + name))


def literals() -> st.SearchStrategy[Literal]:
    return st.one_of(
        WORDS.map(Literal),
        st.builds(Literal, WORDS, lang=st.sampled_from(["en", "de-at"])),
        st.integers(-999, 999).map(lambda n: Literal(str(n), datatype=XSD.integer)),
        st.sampled_from(["0.5", "-1.25", "3"]).map(
            lambda text: Literal(text, datatype=XSD.decimal, normalize=False)
        ),
        st.booleans().map(Literal),
        WORDS.map(lambda text: Literal(text, datatype=URIRef(EXAMPLE + "type"))),
    )


def triples(*, blank: bool = False):
    nodes = iris() | st.sampled_from("xyz").map(BNode) if blank else iris()
    predicates = st.just(RDF.type) | st.sampled_from("pqr").map(
        lambda name: URIRef(f"{EXAMPLE}{name}")
    )
    return st.tuples(nodes, predicates, nodes | literals())
