"""Whatever the tokens let through, the engine opens no connection for it."""

import pyoxigraph as ox
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.rdf.sparql_tokens import check_offline

# The engine refuses this port itself, so that nothing is sent in this test either.
CALL = "<http://127.0.0.1:1/>"
WRITTEN = r"""
    SERVICE service SILENT <http://127.0.0.1:1/> :x e:x e: {} { } ?s ?p ?SERVICE
    # " "" \" "a" ' '' ''' \ @en ^^ _:b . ; , 5 1. 1e5 true a () [] < > | ! ^ / *
    OPTIONAL UNION VALUES?z{1} GRAPH?g \u0022 \u0053 - %53 e:a\.
"""
PIECES = st.sampled_from([*WRITTEN.split(), " ", "\n", '"' * 3, "\u200d", "\u00b2"])


@given(st.lists(PIECES, max_size=5), st.lists(PIECES, max_size=5))
@example(["e:a.e:a."], ["?s{}"])
@settings(max_examples=300, deadline=None)
def test_no_query_that_passes_calls_a_server(before, after):
    body = "".join([*before, "SERVICE", *after])
    query = (
        f"PREFIX : {CALL} PREFIX e: {CALL} SELECT * {{ {body} SERVICE {CALL} {{}} }}"
    )
    for text in (query, query.replace(f"SERVICE {CALL} {{}}", "")):
        try:
            check_offline(text)
        except QueryError:
            continue
        assert not calls_out(text)


def calls_out(query):
    store = ox.Store()
    store.update("INSERT DATA { <http://x/a> <http://x/p> 1, 'x'@en, true }")
    try:
        result = store.query(query)
        assert isinstance(result, ox.QuerySolutions)
        list(result)
    except SyntaxError:
        return False
    except (OSError, RuntimeError) as error:
        return "port 1" in str(error) or "service" in str(error).lower()
    return False
