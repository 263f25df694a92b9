"""What can be asked of an entity: a few plain properties, and all relations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """Something that an entity may have values for.

    `domain` and `range` are classes by local name; without a `range` the values are
    text. `relation` says whether it is a relation of the ontology.
    """

    id: str
    name: str
    description: str
    domain: str | None = None
    range: str | None = None
    relation: bool = False


# What a relation without a range leads to.
_ANYTHING = "Target"

# Their values are read in `values.py`.
_PLAIN = (
    Property(
        id="wikidata",
        name="Wikidata identifier",
        description="The item of Wikidata, such as Q227",
    ),
    Property(id="iri", name="IRI", description="The IRI in the knowledge graph"),
    Property(id="name", name="name", description="What the entity is called"),
    Property(id="alias", name="alias", description="What else it is called"),
    Property(id="type", name="type", description="Its classes"),
    Property(
        id="description", name="description", description="Class, country and office"
    ),
    Property(
        id="country",
        name="country",
        description="The state or territory it belongs to, or is",
        range="State",
    ),
    Property(
        id="countryCode",
        name="country code",
        description="ISO 3166 alpha-2 code of its country",
    ),
    Property(
        id="countryCode3",
        name="country code of three letters",
        description="ISO 3166 alpha-3 code of its country",
    ),
    Property(
        id="continent",
        name="continent",
        description="The continent of a state",
        domain="State",
    ),
    Property(
        id="demonym",
        name="demonym",
        description="What its people are called",
        domain="State",
    ),
    Property(
        id="office",
        name="office held",
        description="Offices with their years, the latest first",
        domain="Person",
    ),
    Property(
        id="coordinates",
        name="coordinates",
        description="Where it lies, as WKT, if the graph says so",
        domain="Place",
    ),
    Property(
        id="articles",
        name="articles",
        description="How many articles of the graph mention it",
    ),
)


@dataclass(frozen=True, slots=True)
class Properties:
    """All properties by id."""

    by_id: Mapping[str, Property]
    _by_name: Mapping[str, Property]

    def find(self, name: str) -> Property | None:
        """Return the property with an id, with a name, or with the id's IRI."""
        bare = name.rpartition("#")[2].removeprefix("araz:")
        return self.by_id.get(bare) or self._by_name.get(name.strip().casefold())

    def of_type(self, type_name: str | None, ontology: Ontology) -> Iterator[Property]:
        """Yield those that an entity of a type may have; all, without a type."""
        for each in self.by_id.values():
            if _may_have(type_name, each.domain, ontology):
                yield each


def _may_have(type_name: str | None, domain: str | None, ontology: Ontology) -> bool:
    if type_name is None or domain is None:
        return True
    return ontology.is_a(type_name, domain) or ontology.is_a(domain, type_name)


def read_properties(ontology: Ontology) -> Properties:
    """Return the plain properties and those of the ontology, in this order."""
    relations = (
        Property(
            id=relation.name,
            name=relation.label,
            description=relation.definition,
            domain=relation.domain,
            range=relation.range or _ANYTHING,
            relation=True,
        )
        for relation in ontology.relations.values()
    )
    by_id = {each.id: each for each in (*_PLAIN, *relations)}
    by_name: dict[str, Property] = {}
    for each in by_id.values():
        by_name.setdefault(each.name.casefold(), each)
    return Properties(by_id, by_name)
