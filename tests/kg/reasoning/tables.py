"""The rules of OWL 2 RL/RDF once more, for tests only: tables 4-9 of the profile.

Two rules of RDFS are added, which the reasoner has as well.

Nothing here is shared with `kg.reasoning`, so that an error there is not believed here.
See https://www.w3.org/TR/owl2-profiles/, section 4.3. A letter alone is a variable and
`a` is rdf:type, as in Turtle. Rules with lists stand below as functions of a list's
node and items. The datatypes are those that the tests use, no more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from rdflib import OWL, RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.rdf.terms import NodeTriple

# A variable is a string that is no term.
type Slot = Node | str
type Pattern = tuple[Slot, Slot, Slot]
# A rule: its name, its premises, and what follows, None for a contradiction.
type Template = tuple[str, tuple[Pattern, ...], Pattern | None]
type Lists = Mapping[Node, Sequence[Node]]

_PREFIXES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS}
_PLAIN = """
eq-sym      x owl:sameAs y                             -> y owl:sameAs x
eq-trans    x owl:sameAs y, y owl:sameAs z             -> x owl:sameAs z
eq-rep-s    s owl:sameAs t, s p o                      -> t p o
eq-rep-p    p owl:sameAs q, s p o                      -> s q o
eq-rep-o    o owl:sameAs t, s p o                      -> s p t
eq-diff1    x owl:sameAs y, x owl:differentFrom y      -> false
prp-dom     p rdfs:domain c, x p y                     -> x a c
prp-rng     p rdfs:range c, x p y                      -> y a c
prp-fp      p a owl:FunctionalProperty, x p y, x p z   -> y owl:sameAs z
prp-ifp     p a owl:InverseFunctionalProperty, x p z, y p z -> x owl:sameAs y
prp-irp     p a owl:IrreflexiveProperty, x p x         -> false
prp-symp    p a owl:SymmetricProperty, x p y           -> y p x
prp-asyp    p a owl:AsymmetricProperty, x p y, y p x   -> false
prp-trp     p a owl:TransitiveProperty, x p y, y p z   -> x p z
prp-spo1    p rdfs:subPropertyOf q, x p y              -> x q y
prp-eqp1    p owl:equivalentProperty q, x p y          -> x q y
prp-eqp2    p owl:equivalentProperty q, x q y          -> x p y
prp-pdw     p owl:propertyDisjointWith q, x p y, x q y -> false
prp-inv1    p owl:inverseOf q, x p y                   -> y q x
prp-inv2    p owl:inverseOf q, x q y                   -> y p x
prp-npa1    n owl:sourceIndividual x, n owl:assertionProperty p, \
            n owl:targetIndividual y, x p y            -> false
prp-npa2    n owl:sourceIndividual x, n owl:assertionProperty p, \
            n owl:targetValue y, x p y                 -> false
cls-thing                                              -> owl:Thing a owl:Class
cls-nothing1                                           -> owl:Nothing a owl:Class
cls-nothing2 x a owl:Nothing                           -> false
cls-com     c owl:complementOf d, x a c, x a d         -> false
cls-svf1    r owl:someValuesFrom c, r owl:onProperty p, x p y, y a c -> x a r
cls-svf2    r owl:someValuesFrom owl:Thing, r owl:onProperty p, x p y -> x a r
cls-avf     r owl:allValuesFrom c, r owl:onProperty p, x a r, x p y -> y a c
cls-hv1     r owl:hasValue y, r owl:onProperty p, x a r -> x p y
cls-hv2     r owl:hasValue y, r owl:onProperty p, x p y -> x a r
cls-maxc1   r owl:maxCardinality 0, r owl:onProperty p, x a r, x p y -> false
cls-maxc2   r owl:maxCardinality 1, r owl:onProperty p, x a r, \
            x p y, x p z                               -> y owl:sameAs z
cls-maxqc1  r owl:maxQualifiedCardinality 0, r owl:onProperty p, r owl:onClass c, \
            x a r, x p y, y a c                        -> false
cls-maxqc2  r owl:maxQualifiedCardinality 0, r owl:onProperty p, \
            r owl:onClass owl:Thing, x a r, x p y      -> false
cls-maxqc3  r owl:maxQualifiedCardinality 1, r owl:onProperty p, r owl:onClass c, \
            x a r, x p y, y a c, x p z, z a c          -> y owl:sameAs z
cls-maxqc4  r owl:maxQualifiedCardinality 1, r owl:onProperty p, \
            r owl:onClass owl:Thing, x a r, x p y, x p z -> y owl:sameAs z
cax-sco     c rdfs:subClassOf d, x a c                 -> x a d
cax-eqc1    c owl:equivalentClass d, x a c             -> x a d
cax-eqc2    c owl:equivalentClass d, x a d             -> x a c
cax-dw      c owl:disjointWith d, x a c, x a d         -> false
scm-cls     c a owl:Class                              -> c rdfs:subClassOf c
scm-cls     c a owl:Class                              -> c owl:equivalentClass c
scm-cls     c a owl:Class                              -> c rdfs:subClassOf owl:Thing
scm-cls     c a owl:Class                              -> owl:Nothing rdfs:subClassOf c
scm-sco     c rdfs:subClassOf d, d rdfs:subClassOf e   -> c rdfs:subClassOf e
scm-eqc1    c owl:equivalentClass d                    -> c rdfs:subClassOf d
scm-eqc1    c owl:equivalentClass d                    -> d rdfs:subClassOf c
scm-eqc2    c rdfs:subClassOf d, d rdfs:subClassOf c   -> c owl:equivalentClass d
scm-op      p a owl:ObjectProperty                     -> p rdfs:subPropertyOf p
scm-op      p a owl:ObjectProperty                     -> p owl:equivalentProperty p
scm-dp      p a owl:DatatypeProperty                   -> p rdfs:subPropertyOf p
scm-dp      p a owl:DatatypeProperty                   -> p owl:equivalentProperty p
scm-spo     p rdfs:subPropertyOf q, q rdfs:subPropertyOf r -> p rdfs:subPropertyOf r
scm-eqp1    p owl:equivalentProperty q                 -> p rdfs:subPropertyOf q
scm-eqp1    p owl:equivalentProperty q                 -> q rdfs:subPropertyOf p
scm-eqp2    p rdfs:subPropertyOf q, q rdfs:subPropertyOf p -> p owl:equivalentProperty q
scm-dom1    p rdfs:domain c, c rdfs:subClassOf d       -> p rdfs:domain d
scm-dom2    q rdfs:domain c, p rdfs:subPropertyOf q    -> p rdfs:domain c
scm-rng1    p rdfs:range c, c rdfs:subClassOf d        -> p rdfs:range d
scm-rng2    q rdfs:range c, p rdfs:subPropertyOf q     -> p rdfs:range c
scm-hv      c owl:hasValue i, c owl:onProperty p, d owl:hasValue i, \
            d owl:onProperty q, p rdfs:subPropertyOf q -> c rdfs:subClassOf d
scm-svf1    c owl:someValuesFrom y, c owl:onProperty p, d owl:someValuesFrom z, \
            d owl:onProperty p, y rdfs:subClassOf z    -> c rdfs:subClassOf d
scm-svf2    c owl:someValuesFrom y, c owl:onProperty p, d owl:someValuesFrom y, \
            d owl:onProperty q, p rdfs:subPropertyOf q -> c rdfs:subClassOf d
scm-avf1    c owl:allValuesFrom y, c owl:onProperty p, d owl:allValuesFrom z, \
            d owl:onProperty p, y rdfs:subClassOf z    -> c rdfs:subClassOf d
scm-avf2    c owl:allValuesFrom y, c owl:onProperty p, d owl:allValuesFrom y, \
            d owl:onProperty q, p rdfs:subPropertyOf q -> d rdfs:subClassOf c
rdfs6       p rdfs:subPropertyOf q                     -> p rdfs:subPropertyOf p
rdfs6       p rdfs:subPropertyOf q                     -> q rdfs:subPropertyOf q
rdfs10      c rdfs:subClassOf d                        -> c rdfs:subClassOf c
rdfs10      c rdfs:subClassOf d                        -> d rdfs:subClassOf d
"""
_ANNOTATIONS = """label comment seeAlso isDefinedBy deprecated versionInfo priorVersion
backwardCompatibleWith incompatibleWith"""

_DATATYPES = """decimal integer nonNegativeInteger nonPositiveInteger positiveInteger
negativeInteger long int short byte unsignedLong unsignedInt unsignedShort unsignedByte
float double string normalizedString token language Name NCName NMTOKEN boolean
hexBinary base64Binary anyURI dateTime dateTimeStamp"""

# Of each datatype of the tests, the values that it can have.
_SPACES: dict[URIRef, type[Fraction | str | bool]] = {
    XSD.decimal: Fraction,
    XSD.integer: Fraction,
    XSD.nonNegativeInteger: Fraction,
    XSD.string: str,
    XSD.boolean: bool,
}


def _slot(text: str) -> Slot:
    if text == "a":
        return RDF.type
    if text.isdigit():
        return Literal(text, datatype=XSD.nonNegativeInteger)
    prefix, _, name = text.partition(":")
    return _PREFIXES[prefix][name] if name else text


def _pattern(text: str) -> Pattern:
    subject, predicate, object_ = map(_slot, text.split())
    return subject, predicate, object_


def _plain() -> Iterator[Template]:
    for line in _PLAIN.strip().splitlines():
        rule, _, head = line.partition("->")
        name, _, body = rule.strip().partition(" ")
        premises = tuple(_pattern(text) for text in body.split(",") if text.strip())
        yield name, premises, None if head.strip() == "false" else _pattern(head)
    for name in _ANNOTATIONS.split():
        space = RDFS if name in {"label", "comment", "seeAlso", "isDefinedBy"} else OWL
        yield "prp-ap", (), (space[name], RDF.type, OWL.AnnotationProperty)
    for datatype in _all_datatypes():
        yield "dt-type1", (), (datatype, RDF.type, RDFS.Datatype)


def _all_datatypes() -> Iterator[URIRef]:
    yield from (RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal)
    yield from (XSD[name] for name in _DATATYPES.split())


_WITHOUT_LISTS = tuple(_plain())


def templates(lists: Lists) -> Iterator[Template]:
    """Yield all rules, those about lists once for each list, with its items."""
    yield from _WITHOUT_LISTS
    for node, items in lists.items():
        if items:
            yield from _of_all(node, items)
            yield from _of_each(node, items)
            yield from _of_pairs(node, items)


def _of_all(node: Node, items: Sequence[Node]) -> Iterator[Template]:
    stops = [f"u{place}" for place in range(len(items) + 1)]
    steps = [(s, p, t) for (s, t), p in zip(pairwise(stops), items, strict=True)]
    chain = ("p", OWL.propertyChainAxiom, node)
    yield "prp-spo2", (chain, *steps), ("u0", "p", stops[-1])
    agree = [(x, p, f"z{n}") for n, p in enumerate(items) for x in ("x", "y")]
    both = ("x", RDF.type, "c"), ("y", RDF.type, "c")
    key = ("c", OWL.hasKey, node)
    yield "prp-key", (key, *both, *agree), ("x", OWL.sameAs, "y")
    parts = [("y", RDF.type, item) for item in items]
    whole = ("c", OWL.intersectionOf, node)
    yield "cls-int1", (whole, *parts), ("y", RDF.type, "c")


def _of_each(node: Node, items: Sequence[Node]) -> Iterator[Template]:
    whole, union = ("c", OWL.intersectionOf, node), ("c", OWL.unionOf, node)
    for item in items:
        in_item, in_class = ("y", RDF.type, item), ("y", RDF.type, "c")
        yield "cls-int2", (whole, in_class), in_item
        yield "cls-uni", (union, in_item), in_class
        yield "cls-oo", (("c", OWL.oneOf, node),), (item, RDF.type, "c")
        yield "scm-int", (whole,), ("c", RDFS.subClassOf, item)
        yield "scm-uni", (union,), (item, RDFS.subClassOf, "c")


def _of_pairs(node: Node, items: Sequence[Node]) -> Iterator[Template]:
    def all_(kind: URIRef, link: URIRef) -> tuple[Pattern, Pattern]:
        return ("n", RDF.type, kind), ("n", link, node)

    for one, other in combinations(items, 2):
        same = (one, OWL.sameAs, other)
        yield "eq-diff2", (*all_(OWL.AllDifferent, OWL.members), same), None
        yield "eq-diff3", (*all_(OWL.AllDifferent, OWL.distinctMembers), same), None
        related = ("x", one, "y"), ("x", other, "y")
        yield "prp-adp", (*all_(OWL.AllDisjointProperties, OWL.members), *related), None
        both = ("x", RDF.type, one), ("x", RDF.type, other)
        yield "cax-adc", (*all_(OWL.AllDisjointClasses, OWL.members), *both), None


def read_lists(triples: Iterable[NodeTriple]) -> dict[Node, tuple[Node, ...]]:
    """Return the items of well-formed lists among triples, by the lists' nodes."""
    asserted = set(triples)
    first = {s: o for s, p, o in asserted if p == RDF.first}
    rest = {s: o for s, p, o in asserted if p == RDF.rest}
    lists: dict[Node, tuple[Node, ...]] = {}
    for head in first:
        items: list[Node] = []
        node = head
        while node in first and node in rest and len(items) < len(first):
            items.append(first[node])
            node = rest[node]
        if node == RDF.nil:
            lists[head] = tuple(items)
    return lists


def value(literal: Literal) -> Fraction | str | bool | None:
    """Return the value of a literal, None if it has none."""
    text, own = str(literal), literal.datatype or XSD.string
    space = _SPACES.get(own)
    if space is bool:
        return {"true": True, "1": True, "false": False, "0": False}.get(text)
    try:
        found = None if space is None else space(text)
    except ValueError:
        return None
    return found if _holds(own, found) else None


def _holds(datatype: URIRef, found: Fraction | str | bool | None) -> bool:  # noqa: FBT001 - a value
    if type(found) is not _SPACES.get(datatype, type(None)) or found is None:
        return False
    if isinstance(found, Fraction) and datatype != XSD.decimal:
        low = 0 if datatype == XSD.nonNegativeInteger else found
        return found.denominator == 1 and found >= low
    return True


def is_datatype(node: Node) -> bool:
    """Say whether a term is a datatype of the tests."""
    return node in _SPACES or node == RDFS.Literal


def contains(datatype: Node, literal: Literal) -> bool:
    """Say whether the value of a literal lies in a datatype."""
    if datatype == RDFS.Literal:
        return True
    return isinstance(datatype, URIRef) and _holds(datatype, value(literal))


def is_one(one: Node, other: Node) -> bool:
    """Say whether two terms are literals of one value (dt-eq)."""
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return False
    first, second = value(one), value(other)
    return first is not None and (type(first), first) == (type(second), second)


def are_two(one: Node, other: Node) -> bool:
    """Say whether two terms are literals of different values (dt-diff)."""
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return False
    return None not in (value(one), value(other)) and not is_one(one, other)
