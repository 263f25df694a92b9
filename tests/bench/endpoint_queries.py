"""The ten queries of the benchmark: what people ask a graph, from quick to slow."""

from collections.abc import Mapping
from dataclasses import dataclass

_PREFIX = "PREFIX : <http://example.org/bench/>\n"


@dataclass(frozen=True, slots=True)
class BenchQuery:
    """A query, and whether its answer is a graph."""

    text: str
    graph: bool = False

    @property
    def accept(self) -> str:
        """The media type that answers are wanted in."""
        results = "application/sparql-results+json"
        return "application/n-triples" if self.graph else results

    def marked(self, mark: int) -> str:
        """Return the query in words that no cache has seen before."""
        return f"{self.text}\n# {mark}"


_TEXTS = {
    "point lookup": "SELECT ?p ?o { <http://example.org/bench/person/77> ?p ?o }",
    "star join": """SELECT ?who ?name ?age ?city {
        ?who :worksFor <http://example.org/bench/organisation/17> ;
             :name ?name ; :age ?age ; :livesIn ?city }""",
    "3-hop path": """SELECT ?c ?name {
        <http://example.org/bench/person/500> :knows ?a .
        ?a :knows ?b . ?b :knows ?c . ?c :name ?name }""",
    "aggregate": """SELECT ?city (COUNT(?who) AS ?people) (AVG(?age) AS ?mean) {
        ?who :livesIn ?city ; :age ?age } GROUP BY ?city""",
    "regex filter": """SELECT ?who ?name {
        ?who :name ?name FILTER REGEX(?name, "^Emin .*77$") }""",
    "optional x2": """SELECT ?who ?email ?phone {
        ?who :worksFor <http://example.org/bench/organisation/23>
        OPTIONAL { ?who :email ?email } OPTIONAL { ?who :phone ?phone } }""",
    "path then join": """SELECT ?part ?who {
        ?part :partOf+ <http://example.org/bench/organisation/12> .
        ?who :worksFor ?part ; :age 64 }""",
    "triangle": "SELECT ?a ?b ?c { ?a :knows ?b . ?b :knows ?c . ?c :knows ?a }",
    "order and limit": """SELECT ?who ?age ?name { ?who :age ?age ; :name ?name }
        ORDER BY DESC(?age) ?name LIMIT 10""",
}
_CONSTRUCT = """CONSTRUCT { ?who :name ?name ; :livesIn ?city } {
    ?who :name ?name ; :livesIn ?city ; :age ?age FILTER (?age < 38) }"""

QUERIES: Mapping[str, BenchQuery] = {
    name: BenchQuery(_PREFIX + text) for name, text in _TEXTS.items()
} | {"construct": BenchQuery(_PREFIX + _CONSTRUCT, graph=True)}
