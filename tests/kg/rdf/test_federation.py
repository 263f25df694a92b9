"""Services are asked by us alone, and their answers stand in the query."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import OutsideError, QueryError, ServiceFailedError, ServiceRefusedError
from kg.rdf import service_rows
from kg.rdf.federation import MAX_SERVICES, inline_services, without_services

ENDPOINT = "http://far/sparql"
ALLOWED = frozenset({ENDPOINT})
P = "PREFIX : <http://x/> "
S = f"SERVICE <{ENDPOINT}>"


def solutions(store, query, base_iri=None):
    found = store.query(query, base_iri=base_iri)
    assert isinstance(found, ox.QuerySolutions)
    return found


class Endpoint:
    """An endpoint with data of its own that remembers what it was asked."""

    def __init__(self, data=":a :knows :b . :b :age 5 . _:n :age 7 ."):
        self.asked = []
        self._store = ox.Store()
        self._store.update(f"{P}INSERT DATA {{ {data} }}")

    def __call__(self, endpoint, query):
        self.asked.append((endpoint, query))
        found = solutions(self._store, query)
        return [variable.value for variable in found.variables], map(tuple, found)


def failing(endpoint, _query):
    raise OutsideError(f"<{endpoint}>: status 503")


def answer(query, call=None, base=None):
    """Return the solutions over a local store, each as a dictionary of values."""
    text = inline_services(P + query, base, ALLOWED, call or Endpoint())
    store = ox.Store()
    store.update(f"{P}INSERT DATA {{ :a :name 'A' . :b :name 'B' . :c :name 'C' }}")
    found = solutions(store, text)
    names = [variable.value for variable in found.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in found]


def test_solutions_join_with_those_of_the_store():
    found = answer(f"SELECT ?n ?m {{ ?x :name ?n {S} {{ ?x :knows ?y }} ?y :name ?m }}")

    assert found == [{"n": "A", "m": "B"}]


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {S} {{ :a :knows ?y }} }}",
        f"SELECT * {{ {S.lower()} {{ :a :knows ?y }} . }}",
        f"SELECT * {{ SERVICE SILENT <{ENDPOINT}>{{ :a :knows ?y {{}} }} }}",
        "PREFIX f: <http://far/> SELECT * { SERVICE f:sparql { :a :knows ?y } }",
        "BASE <http://far/> SELECT * { SERVICE <sparql> { :a :knows ?y } }",
        f"SELECT * {{ SERVICE # {{\n <{ENDPOINT}> {{ :a :knows ?y # }}\n }} }}",
        f"SELECT * {{ {S} {{ ?x :knows ?y FILTER(?x != '}}') }} VALUES ?x {{ :a }} }}",
        f"SELECT ?y {{ {{ SELECT ?y {{ {S} {{ :a :knows ?y }} }} }} }}",
        f"SELECT * {{ {S} {{ SELECT ?y {{ :a :knows ?y }} }} }}",
        r"SELECT * { SERVICE <http://far/\u0073parql> { :a :knows ?y } }",
        f"VERSION '1.2' SELECT * {{ {S} {{ :a :knows ?y }} }}",
    ],
)
def test_service_is_found_however_it_is_written(query):
    found = answer(query)

    assert [row["y"] for row in found] == ["http://x/b"]


def test_relative_endpoint_is_resolved_against_the_base_of_the_request():
    found = answer("SELECT * { SERVICE <sparql> { ?x :knows ?y } }", base="http://far/")

    assert len(found) == 1


def test_endpoint_gets_the_pattern_and_the_prologue_alone():
    endpoint = Endpoint()

    answer(f"SELECT * {{ ?x :name 'secret' {S} {{ ?x :knows ?y }} }}", endpoint)

    query = f"{P.strip()}\nSELECT * WHERE {{ ?x :knows ?y }}"
    assert endpoint.asked == [(ENDPOINT, query)]


def test_unbound_variables_stay_unbound():
    pattern = "?x :age ?a OPTIONAL { ?x :knows ?y }"
    found = answer(f"SELECT ?a ?y {{ {S} {{ {pattern} }} }} ORDER BY ?a")

    assert found == [{"a": "5"}, {"a": "7"}]


def test_blank_nodes_become_iris_apart_for_each_service():
    pattern = f"{S} {{ ?x :age 7 }} {S} {{ ?y :age 7 }}"
    (found,) = answer(f"SELECT * {{ {pattern} }}")

    assert found["x"].startswith("urn:bnode:s0-")
    assert found["y"].startswith("urn:bnode:s1-")


def test_terms_arrive_as_they_were():
    data = r""":a :p 'it\'s "\\"\n', 'x'@en, 1.50, <http://x/é>, '2020'^^:year ."""
    query = f"{P}SELECT ?o {{ {S} {{ :a :p ?o }} }}"

    text = inline_services(query, None, ALLOWED, Endpoint(data))

    expected = Endpoint(data)(ENDPOINT, f"{P}SELECT ?o {{ :a :p ?o }}")[1]
    assert {row[0] for row in solutions(ox.Store(), text)} == {
        row[0] for row in expected
    }


def test_no_solution_leaves_none():
    assert answer(f"SELECT * {{ ?x :name ?n {S} {{ ?x :hates ?y }} }}") == []


def test_service_without_variables_lets_solutions_pass_or_not():
    asked = "SELECT ?n { :a :name ?n %s { %s } }"

    assert answer(asked % (S, ":a :knows :b")) == [{"n": "A"}]
    assert answer(asked % (S, ":a :knows :c")) == []


def test_update_can_use_a_service():
    update = f"{P}INSERT {{ ?x :friend ?y }} WHERE {{ {S} {{ ?x :knows ?y }} }}"
    store = ox.Store()

    store.update(inline_services(update, None, ALLOWED, Endpoint()))

    assert [quad.object.value for quad in store] == ["http://x/b"]


@pytest.mark.parametrize(
    "target",
    ["<http://near/>", "?e", "<http://far/sparql#>", ":e", "<http://FAR/sparql>"],
)
@pytest.mark.parametrize("silent", ["", "SILENT"], ids=["loud", "silent"])
def test_other_endpoints_are_refused(target, silent):
    endpoint = Endpoint()
    query = f"SELECT * {{\n SERVICE {silent} {target} {{ ?s ?p ?o }} }}"

    with pytest.raises(
        ServiceRefusedError, match=f"line 2, column 2: .*not allowed here.*{ENDPOINT}"
    ):
        answer(query, endpoint)
    assert endpoint.asked == []


def test_service_within_a_service_is_refused():
    with pytest.raises(ServiceRefusedError, match="within the pattern of another"):
        answer(f"SELECT * {{ {S} {{ ?s ?p ?o {S} {{ ?o ?p ?s }} }} }}")


def test_refusal_comes_before_any_call():
    endpoint = Endpoint()

    with pytest.raises(ServiceRefusedError):
        answer(f"SELECT * {{ {S} {{ ?s ?p ?o }} SERVICE ?e {{}} }}", endpoint)
    assert endpoint.asked == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE ?e { ?s ?p } }",
        "SELECT * { SERVICE ?e { ?s ?p ?o } ",
        "SELECT * { SERVICE ?e { ?s ?p ?o } UNION { ?s ?p ?o } }",
        "SELECT * { {} UNION SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { SERVICE unknown:e { ?s ?p ?o } }",
        "SELECT * { SERVICE <relative> { ?s ?p ?o } }",
        "SELECT * { SERVICE { ?s ?p ?o } }",
        "SELECT * { SERVICE ?e }",
        "INSERT DATA { SERVICE ?e { ?s ?p ?o } }",
        "SERVICE",
    ],
)
def test_mistakes_are_named_before_refusals(query):
    with pytest.raises(QueryError, match=r"line 1, column \d+: ") as caught:
        answer(query)
    assert not isinstance(caught.value, ServiceRefusedError)


def test_mistake_in_a_template_stays_one():
    update = f"INSERT {{ {S} {{ ?s :knows ?o }} }} WHERE {{}}"

    text = inline_services(P + update, None, ALLOWED, Endpoint())

    with pytest.raises(SyntaxError):
        ox.Store().update(text)


@pytest.mark.parametrize(
    "body",
    [
        "{ SERVICE:x {} }",
        f"{{ SERVICESILENT<{ENDPOINT}>{{}} }}",
        f"{{ ?s ?p trueSERVICE <{ENDPOINT}> {{}} }}",
        rf"{{ \u0053ERVICE <{ENDPOINT}> {{}} }}",
        rf"{{ SERV\u0049CE <{ENDPOINT}> {{}} }}",
        "{ FILTER(1<2)SERVICE#>\n:x{} }",
        f"{{ VALUES ?x {{'''a'}} SERVICE <{ENDPOINT}> {{}} #\\q'''\n}}",
    ],
)
def test_keyword_that_is_not_apart_is_refused(body):
    with pytest.raises(QueryError, match="line 1, column"):
        answer(f"SELECT * {body}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x/> {}' } # SERVICE",
        "SELECT ?service { ?service :service :Secret_Service }",
        "no query at all {",
        r"SELECT * { \u0041 }",
    ],
)
def test_text_without_service_stays_as_it_is(query):
    assert inline_services(query, None, ALLOWED, failing) == query


def test_failing_endpoint_is_an_error():
    with pytest.raises(ServiceFailedError, match=f"SERVICE <{ENDPOINT}> failed: .*503"):
        answer(f"SELECT * {{ {S} {{ ?s ?p ?o }} }}", failing)


def test_failing_silent_service_has_one_empty_solution():
    query = f"SELECT ?n ?y {{ :a :name ?n SERVICE SILENT <{ENDPOINT}> {{ :a :p ?y }} }}"

    assert answer(query, failing) == [{"n": "A"}]


@pytest.mark.parametrize(
    ("variables", "rows"),
    [
        (["z"], []),
        (["x", "x"], []),
        (["x"], [(None, None)]),
        (["x"], [(None,)] * (service_rows.MAX_ROWS + 1)),
        (["x"], [(ox.Literal("x" * service_rows.MAX_CHARACTERS),)]),
    ],
    ids=["unasked", "twice", "ragged", "rows", "characters"],
)
def test_answer_that_cannot_be_used_is_a_failure(variables, rows):
    with pytest.raises(ServiceFailedError):
        answer(f"SELECT * {{ {S} {{ ?x :p ?y }} }}", lambda *_: (variables, rows))


def test_too_many_services_are_refused():
    body = f"{S} {{ ?s ?p ?o }} " * (MAX_SERVICES + 1)

    with pytest.raises(QueryError, match="11 SERVICE clauses; at most 10"):
        answer(f"SELECT * {{ {body} }}")


def test_text_without_services_is_as_long_and_as_right():
    query = f"SELECT * {{ service silent <{ENDPOINT}> {{ ?s ?p ?o }} {S} {{}} }}"

    text = without_services(query)

    assert len(text) == len(query)
    assert "service" not in text.lower()
    assert list(solutions(ox.Store(), text)) == []


CALL = "<http://127.0.0.1:1/>"
MARKS = r"?s ?p ?o { } {} SILENT . ; ' '' <# #> 1 ( ) , :a.b\' UNION"
PIECES = st.sampled_from(
    [
        *MARKS.split(),
        "?s ?p ?o .",
        CALL,
        "SERVICE",
        f"SERVICE {CALL} {{}}",
        f"SERVICE SILENT {CALL} {{ ?s ?p ?o }}",
        "FILTER(1<2",
        "VALUES ?z {'''a'}",
        "# '\n",
        "'" * 3,
        "OPTIONAL {",
        "\n",
    ]
)


@given(st.lists(PIECES, max_size=8), st.sampled_from(["", " "]))
@settings(max_examples=300, deadline=None)
def test_engine_never_calls_and_no_mistake_becomes_right(pieces, between):
    query = f"{P}SELECT * {{ {between.join(pieces)} }}"
    allowed = frozenset({CALL[1:-1]})
    try:
        text = inline_services(query, None, allowed, lambda *_: ([], [()]))
    except QueryError:
        return

    # The engine refuses this port itself, so that nothing is sent in this test either.
    assert outcome(text) != "called"
    assert outcome(query) != "refused" or outcome(text) == "refused"


def outcome(query):
    store = ox.Store()
    store.update("INSERT DATA { <http://x/a> <http://x/p> 1 }")
    try:
        list(solutions(store, query))
    except SyntaxError:
        return "refused"
    except (OSError, RuntimeError):
        return "called"
    return "answered"
