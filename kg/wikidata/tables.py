"""The tables: which property becomes which relation, and what shows a thing's class.

`properties.tsv` has a row for a property and a class of those it is stated of; the row
of the nearest class above counts, and one without a relation says that nothing is made
of it. `value` is what the property's own definition says of its values. `single` means
that several values at once leave open which one is meant; `replaces`, that what it says
takes the place of what is known from before.

`classes.tsv` tells classes by the properties that an item has, the first row that fits
counts: so no identifier of a class of Wikidata needs to be known.
"""

from dataclasses import dataclass
from pathlib import Path

from kg.gazetteer.tables import Row, read_rows, values
from kg.ontology import Ontology
from kg.ontology.values import upwards
from kg.wikidata.items import Item, Property

FOLDER = Path(__file__).parent

_PROPERTY_COLUMNS = (
    "property",
    "label",
    "relation",
    "direction",
    "subject",
    "value",
    "single",
    "replaces",
    "note",
)
_CLASS_COLUMNS = ("class", "properties", "note")
_DIRECTIONS = {"forward": False, "backward": True}
_YES = {"yes": True, "": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRule:
    """What becomes of a property that is stated of a thing of the class `subject`.

    `relation` is none where nothing does. `is_backward` says that the value is the
    subject of the relation. `value`, `is_single` and `replaces` are as in the table.
    """

    property: str
    label: str
    relation: str | None
    is_backward: bool
    subject: str
    value: str | None
    is_single: bool
    replaces: bool


@dataclass(frozen=True, slots=True)
class ClassRule:
    """An item that has all the properties is of the class."""

    type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """Both tables."""

    properties: tuple[PropertyRule, ...]
    classes: tuple[ClassRule, ...]

    @property
    def kept(self) -> frozenset[str]:
        """The properties whose statements are read."""
        return frozenset({*map(str, Property), *(r.property for r in self.properties)})

    def rules(self, type_name: str, ontology: Ontology) -> tuple[PropertyRule, ...]:
        """Return the rules for what is stated of a thing of a class, in table order.

        Raises:
            KeyError: If the ontology has no such class.
        """
        line = upwards(type_name, lambda name: ontology.types[name].parents)
        nearest: dict[str, PropertyRule] = {}
        for name in line:
            for rule in self.properties:
                if rule.subject == name:
                    nearest.setdefault(rule.property, rule)
        return tuple(
            rule
            for rule in self.properties
            if rule.relation and nearest.get(rule.property) is rule
        )

    def type_of(self, item: Item) -> str | None:
        """Return the class that an item's properties show, if they show one."""
        for rule in self.classes:
            if rule.properties <= item.properties:
                return rule.type
        return None


def read_tables(ontology: Ontology, folder: Path = FOLDER) -> Tables:
    """Read both tables of a folder and hold them against the ontology.

    Raises:
        GazetteerError: For a malformed table, and for a class or relation that the
            ontology does not have, or that do not fit each other.
    """
    rows = read_rows(folder / "properties.tsv", _PROPERTY_COLUMNS)
    return Tables(
        properties=tuple(_property_rule(row, ontology) for row in rows),
        classes=tuple(
            ClassRule(_type(row, row.cells[0], ontology), _properties(row))
            for row in read_rows(folder / "classes.tsv", _CLASS_COLUMNS)
        ),
    )


def _property_rule(row: Row, ontology: Ontology) -> PropertyRule:
    prop, label, relation, direction, subject, value, single, replaces, _ = row.cells
    if direction not in _DIRECTIONS or single not in _YES or replaces not in _YES:
        row.fail("needs a direction (forward, backward), and yes or nothing twice")
    rule = PropertyRule(
        property=prop,
        label=label,
        relation=relation or None,
        is_backward=_DIRECTIONS[direction],
        subject=_type(row, subject, ontology),
        value=_type(row, value, ontology) if value else None,
        is_single=_YES[single],
        replaces=_YES[replaces],
    )
    if rule.relation and rule.relation not in ontology.relations:
        row.fail(f"the ontology has no relation {relation!r}")
    if rule.relation and rule.value:
        ends = (rule.value, subject) if rule.is_backward else (subject, rule.value)
        if not ontology.accepts(rule.relation, *ends):
            row.fail(f"{relation} does not hold between {ends[0]} and {ends[1]}")
    return rule


def _type(row: Row, name: str, ontology: Ontology) -> str:
    if name not in ontology.types:
        row.fail(f"the ontology has no class {name!r}")
    return name


def _properties(row: Row) -> frozenset[str]:
    found = values(row.cells[1])
    if not found:
        row.fail("needs a property by which the class shows")
    return frozenset(found)
