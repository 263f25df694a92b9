"""The lexicon: which words express which relation, and which nouns name which class.

The words live in `ontology/lexicon.<language>.ttl`, an OntoLex-Lemon profile with the
frame types of LexInfo (https://lexinfo.net). Nothing here knows a word by heart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.errors import LexiconError
from kg.model import Iri
from kg.ontology import Ontology

LEX = Namespace("https://w3id.org/araz/lexicon#")
LEXINFO = Namespace("http://www.lexinfo.net/ontology/3.0/lexinfo#")
ONTOLEX = Namespace("http://www.w3.org/ns/lemon/ontolex#")
SYNSEM = Namespace("http://www.w3.org/ns/lemon/synsem#")

_FRAME_PROPERTIES = {
    RDF.type, ONTOLEX.reference, SKOS.example, SYNSEM.marker,
    LEX.event, LEX.exclusion, LEX.inverse, LEX.lemma, LEX.modifier, LEX.objectType,
    LEX.particle, LEX.reciprocal, LEX.subjectType, LEX.theme, LEX.themeType,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A way in which words express a relation.

    `lemmas` evoke the frame; `markers` are the prepositions, possibly several words
    long, that introduce its second argument; `themes` the nouns a light construction
    needs ("impose *sanctions*"), `theme_types` classes of which a theme may be instead
    ("buy *tanks*"); `modifiers` words one of which has to modify the trigger or the
    theme ("*joint* manoeuvres"), `exclusions` words none of which may stand before the
    trigger or modify it ("*former* president"). `inverse` swaps the arguments,
    `reciprocal` lets a plural subject fill both. `subject_types` and `object_types`
    narrow the domain and range of the relation. `event` is the PLOVER type of what is
    done, where it is another than that of the relation: who signs an agreement does
    more than agree.
    """

    iri: Iri
    syntax: str
    relation: str
    lemmas: frozenset[str]
    themes: frozenset[str]
    theme_types: frozenset[str]
    markers: tuple[str, ...]
    particles: frozenset[str]
    modifiers: frozenset[str]
    exclusions: frozenset[str]
    inverse: bool
    reciprocal: bool
    subject_types: frozenset[str]
    object_types: frozenset[str]
    examples: tuple[str, ...]
    event: str | None = None

    @property
    def specificity(self) -> int:
        """How many words the frame asks for besides its trigger."""
        asked = (self.themes | self.theme_types, self.particles, self.modifiers)
        longest = max((len(marker.split()) for marker in self.markers), default=0)
        return sum(bool(words) for words in asked) + longest


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The frames, the nouns of each class, and the verbs that only lend support.

    `nouns` maps a lemma to the class it names ("river" to River); `support_verbs`
    leave the meaning to their noun ("launch an attack"), `copular_verbs` say what
    something is ("serve as a border"), `topic_verbs` say what a noun is about ("the
    accusations relate to"), `subject_control_verbs` have their subject, not their
    object, do what follows ("used drones to attack"), `privatives` take a description
    back ("former"). `counterparts` name others than those they belong to ("Iran's
    *rivals*"), `private_persons` people who do not act for them ("Iranian
    *tourists*"), `partitives` cut up what follows ("*part* of the town"),
    `mass_nouns` name nobody where nothing determines them ("by *force*"),
    `befalling_verbs` happen to something where it is ("destroyed a tank in Juba"),
    `name_nouns` tell the class of a name only ("Thales *Systems*"), `documents` speak
    for their authors, who are those that do to them what `issuing_verbs` say.
    """

    frames: tuple[Frame, ...]
    nouns: Mapping[str, str]
    support_verbs: frozenset[str]
    copular_verbs: frozenset[str]
    topic_verbs: frozenset[str]
    subject_control_verbs: frozenset[str]
    privatives: frozenset[str]
    counterparts: frozenset[str]
    private_persons: frozenset[str]
    partitives: frozenset[str]
    mass_nouns: frozenset[str]
    befalling_verbs: frozenset[str]
    name_nouns: frozenset[str]
    documents: frozenset[str] = frozenset()
    issuing_verbs: frozenset[str] = frozenset()


def read_lexicon(path: Path, ontology: Ontology) -> Lexicon:
    """Read a lexicon.

    Args:
        path: A Turtle file.
        ontology: What the words may refer to.

    Raises:
        LexiconError: With one line for each problem found in the file.
    """
    try:
        graph = Graph().parse(path, format="turtle")
    except (OSError, SyntaxError, ValueError, IndexError) as error:
        # The parser runs past the end of a file that breaks off: an IndexError.
        reason = " ".join(str(error).split())[:300]
        raise LexiconError(f"{path}: cannot be read as Turtle: {reason}") from error
    problems: list[str] = []
    reader = _Reader(graph, ontology, problems)
    frames = tuple(
        reader.frame(node)
        for node in sorted(set(graph.subjects(ONTOLEX.reference)), key=str)
    )
    lexicon = Lexicon(
        frames=tuple(frame for frame in frames if frame is not None),
        nouns=reader.nouns(),
        support_verbs=reader.words(LEX.supportVerbs, LEX.lemma),
        copular_verbs=reader.words(LEX.copularVerbs, LEX.lemma),
        topic_verbs=reader.words(LEX.topicVerbs, LEX.lemma),
        subject_control_verbs=reader.words(LEX.subjectControlVerbs, LEX.lemma),
        privatives=reader.words(LEX.privatives, LEX.lemma),
        counterparts=reader.words(LEX.counterparts, LEX.lemma),
        private_persons=reader.words(LEX.privatePersons, LEX.lemma),
        partitives=reader.words(LEX.partitives, LEX.lemma),
        mass_nouns=reader.words(LEX.massNouns, LEX.lemma),
        befalling_verbs=reader.words(LEX.befallingVerbs, LEX.lemma),
        name_nouns=reader.words(LEX.nameNouns, LEX.lemma),
        documents=reader.words(LEX.documents, LEX.lemma),
        issuing_verbs=reader.words(LEX.issuingVerbs, LEX.lemma),
    )
    if problems:
        raise LexiconError("\n".join(f"{path}: {problem}" for problem in problems))
    return lexicon


@dataclass(frozen=True, slots=True)
class _Reader:
    graph: Graph
    ontology: Ontology
    problems: list[str]

    def words(self, node: Node, predicate: URIRef) -> frozenset[str]:
        return frozenset(map(str, self.graph.objects(node, predicate)))

    def nouns(self) -> dict[str, str]:
        pairs = sorted(
            (str(noun), self._class_name(node, node))
            for node, noun in self.graph.subject_objects(LEX.noun)
        )
        nouns: dict[str, str] = {}
        for noun, name in pairs:
            if nouns.setdefault(noun, name) != name:
                self.problems.append(f'"{noun}" names both {nouns[noun]} and {name}')
        return nouns

    def frame(self, node: Node) -> Frame | None:
        before = len(self.problems)
        lemmas = self.words(node, LEX.lemma)
        if not lemmas:
            self.problems.append(f"{node} has no lex:lemma")
        examples = tuple(sorted(map(str, self.graph.objects(node, SKOS.example))))
        if not examples:
            self.problems.append(f"{node} has no skos:example")
        self._check_properties(node)
        syntax, relation = self._syntax(node), self._relation(node)
        if len(self.problems) > before:
            return None
        return Frame(
            iri=Iri(str(node)),
            syntax=syntax,
            relation=relation,
            lemmas=lemmas,
            themes=self.words(node, LEX.theme),
            theme_types=self._classes(node, LEX.themeType),
            markers=tuple(sorted(self.words(node, SYNSEM.marker))),
            particles=self.words(node, LEX.particle),
            modifiers=self.words(node, LEX.modifier),
            exclusions=self.words(node, LEX.exclusion),
            inverse=self._flag(node, LEX.inverse),
            reciprocal=self._flag(node, LEX.reciprocal),
            subject_types=self._classes(node, LEX.subjectType),
            object_types=self._classes(node, LEX.objectType),
            examples=examples,
            event=self._event(node),
        )

    def _check_properties(self, node: Node) -> None:
        """Report what is misspelt: it would be left out without a word."""
        for predicate in sorted(set(self.graph.predicates(node)), key=str):
            if predicate not in _FRAME_PROPERTIES:
                self.problems.append(f"{node}: no frame has the property {predicate}")

    def _event(self, node: Node) -> str | None:
        events = sorted(self.words(node, LEX.event))
        known = {relation.plover for relation in self.ontology.relations.values()}
        if len(events) > 1 or not known.issuperset(events):
            found = ", ".join(events)
            self.problems.append(f"{node} must tell one PLOVER type, not {found}")
        return events[0] if events else None

    def _flag(self, node: Node, predicate: URIRef) -> bool:
        return self.graph.value(node, predicate) == Literal(True)  # noqa: FBT003  rdflib takes the value by position

    def _syntax(self, node: Node) -> str:
        types = sorted(map(str, self.graph.objects(node, RDF.type)))
        if len(types) != 1 or not types[0].startswith(str(LEXINFO)):
            found = ", ".join(types) or "none"
            self.problems.append(f"{node} needs one LexInfo frame as type, not {found}")
            return ""
        return types[0].removeprefix(str(LEXINFO))

    def _relation(self, node: Node) -> str:
        references = sorted(map(str, self.graph.objects(node, ONTOLEX.reference)))
        name = references[0].rpartition("#")[2]
        if len(references) != 1 or name not in self.ontology.relations:
            found = ", ".join(references)
            self.problems.append(f"{node} must refer to one relation, not {found}")
        return name

    def _classes(self, node: Node, predicate: URIRef) -> frozenset[str]:
        return frozenset(
            self._class_name(node, value)
            for value in self.graph.objects(node, predicate)
        )

    def _class_name(self, where: Node, node: Node) -> str:
        name = str(node).rpartition("#")[2]
        if name not in self.ontology.types:
            self.problems.append(f"{where}: {node} is no class of the ontology")
        return name
