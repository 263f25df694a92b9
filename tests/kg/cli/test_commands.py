"""Each command on a small store."""

import gzip
import json
import re
import shutil

import pytest

from kg.config import Settings
from kg.linking.probability import chance_of_link


def test_query_prints_a_table_with_short_names(kg, built):
    text = "SELECT ?who ?whom WHERE { ?who araz:threatens ?whom } ORDER BY ?who"

    result = kg("query", text, "--store", built)

    assert result.exit_code == 0
    assert result.output == (
        "?who              ?whom\n"
        "----------------  --------\n"
        "ent:Azerbaijan    ent:Iran\n"
        "ent:Ilham_Aliyev  ent:Iran\n"
    )


def test_query_without_entailment_leaves_conclusions_out(kg, built):
    text = "SELECT ?who WHERE { ?who araz:threatens ent:Iran }"

    result = kg(
        "query", text, "--store", built, "--entailment", "none", "--format", "csv"
    )

    assert result.output.split() == [
        "who",
        "https://w3id.org/araz/entity/Ilham_Aliyev",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK { ent:Iran a araz:ThreatenedActor }", "true\n"),
        ("ASK { ent:Iran a araz:Nonsense }", "false\n"),
        ("SELECT (1 AS ?n) (?x AS ?y) {}", "?n  ?y\n--  --\n1\n"),
        ('SELECT ("a"@en AS ?x) ("b" AS ?y) {}', "?x    ?y\n----  --\na@en  b\n"),
        ("PREFIX ent: <urn:x:> SELECT (ent:a AS ?x) {}", "?x\n---------\n<urn:x:a>\n"),
    ],
    ids=["ask", "ask no", "unbound", "literals", "own prefix"],
)
def test_query_prints_each_kind_of_answer(kg, built, text, expected):
    assert kg("query", text, "--store", built).output == expected


def test_query_prints_graphs_as_turtle(kg, built):
    text = "CONSTRUCT WHERE { ent:Ilham_Aliyev araz:threatens ?x }"

    result = kg("query", text, "--store", built)

    assert result.stdout.split()[-3:] == ["araz:threatens", "ent:Iran", "."]


def test_query_comes_from_a_file_or_standard_input(kg, built, tmp_path):
    (tmp_path / "own.rq").write_text("ASK {}")

    assert kg("query", "-f", "own.rq", "--store", built).output == "true\n"
    assert kg("query", "-f", "-", "--store", built, stdin=b"ASK {}").output == "true\n"
    assert kg("query", "ASK {}", "-f", "own.rq", "--store", built).exit_code == 2
    assert kg("query", "-f", "missing.rq", "--store", built).exit_code == 1


def test_mistake_in_a_query_is_named_with_its_place(kg, built):
    result = kg("query", "SELECT *\nWHERE { ?s ?p }", "--store", built)

    assert result.exit_code == 1
    assert result.stderr.startswith("kg: line 2, column ")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("all.nt", b"<http"),
        ("all.nq.gz", b"<http"),
        ("all.ttl", b"@prefix"),
        ("all.trig", b"@prefix"),
        ("all.rdf", b"<?xml"),
        ("all.jsonld", b"{"),
    ],
)
def test_dump_takes_its_format_from_the_file(kg, built, tmp_path, name, start):
    result = kg("dump", "--store", built, "-o", name)

    content = (tmp_path / name).read_bytes()
    content = gzip.decompress(content) if name.endswith(".gz") else content
    assert result.exit_code == 0
    assert content.startswith(start)
    assert b"Ilham_Aliyev" in content


def test_dump_goes_to_standard_output_and_is_the_same_every_time(kg, built):
    first, second = (kg("dump", "--store", built).stdout_bytes for _ in range(2))

    assert first == second
    assert first.startswith(b"@prefix")


def test_dump_that_cannot_be_written_is_an_error(kg, built):
    result = kg("dump", "--store", built, "-o", "missing/all.nt")

    assert result.exit_code == 1
    assert result.stderr.startswith("kg: missing/all.nt: cannot be written: No such")


def test_explain_goes_down_to_the_sentences(kg, built):
    result = kg("explain", "Azerbaijan", "threatens", "Iran", "--store", built)

    first, *rest = result.output.splitlines()
    assert result.exit_code == 0
    assert first == "ent:Azerbaijan araz:threatens ent:Iran  [by prp-spo2 from]"
    assert '    "Ilham_Aliyev threatens Iran."' in rest
    assert any("asserted in art:a]" in line for line in rest)


def test_explain_takes_full_and_prefixed_names_and_prints_json(kg, built):
    result = kg(
        "explain",
        "https://w3id.org/araz/entity/Iran",
        "a",
        "araz:ThreatenedActor",
        "--json",
        "--store",
        built,
    )

    proof = json.loads(result.output)
    assert proof["triple"][2] == "https://w3id.org/araz/ontology#ThreatenedActor"
    assert proof["rule"]
    assert "Ilham_Aliyev threatens Iran." in result.output


def test_explain_says_when_there_is_no_proof(kg, built):
    result = kg("explain", "Iran", "threatens", "Azerbaijan", "--store", built)

    assert result.exit_code == 1
    assert result.stderr.endswith("nothing says so, and nothing implies it\n")
    assert kg("explain", "x:Iran", "a", "State", "--store", built).exit_code == 1


def test_link_prints_candidates_and_the_decision(kg):
    result = kg("link", "Tehran")

    assert result.exit_code == 0
    assert "Q3616" in result.output
    told = r"is Tehran: exact match of 'Tehran' \(score [\d.]+, chance [\d.]+\)\n$"
    assert re.search(told, result.output)


def test_link_tells_the_chance_besides_the_score(kg):
    found = json.loads(kg("link", "Tehran", "--json").output)

    assert found["chance"] == chance_of_link("exact", found["score"])


def test_link_says_why_there_is_nothing(kg):
    found = json.loads(kg("link", "Nobody Inparticular", "--json").output)

    assert found["entity"] is None
    assert found["candidates"] == []
    assert found["reason"] == "no candidate of that name fits"
    assert found["chance"] is None


def test_reason_tells_what_there_is(kg, built):
    found = json.loads(kg("reason", "--json", "--store", built).output)

    assert found["inferred"] > 0
    assert not found["changed"]
    assert found["contradictions"] == []


def test_reason_prints_a_line(kg, built):
    result = kg("reason", "--store", built)

    assert result.stderr.endswith(" triples inferred, unchanged\n")


@pytest.mark.slow
def test_check_names_a_query_that_cannot_be_read(kg, built, tmp_path):
    folder = tmp_path / "ontology"
    shutil.copytree(Settings().ontology, folder)
    (folder / "checks" / "bad-violation.rq").write_text("SELECT")

    result = kg("check", "--json", "--store", built, "--ontology", folder)

    found = {check["name"]: check for check in json.loads(result.output)}
    assert result.exit_code == 1
    assert not found["check: bad"]["ok"]
    assert "bad-violation.rq: line 1" in found["check: bad"]["problems"][0]


@pytest.mark.slow
def test_check_prints_a_line_each(kg, built):
    result = kg("check", "--store", built)

    lines = result.output.splitlines()
    assert "ok      ontology: OWL 2 RL profile" in lines
    assert "ok      shapes: articles" in lines
    assert "ok      check: claim-without-evidence" in lines
    assert "ok      contradictions" in lines


def test_evaluate_scores_records_against_gold(kg, tmp_path):
    record = {
        "article": "a",
        "mentions": [
            {
                "id": f"m{n}",
                "start": n,
                "end": n + 1,
                "text": "x",
                "kind": "name",
                "type": "State",
            }
            for n in (1, 2)
        ],
        "claims": [],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(record) + "\n")
    record["mentions"] = record["mentions"][:1]
    (tmp_path / "found.jsonl").write_text(json.dumps(record) + "\n")

    result = kg("evaluate", "gold.jsonl", "--records", "found.jsonl", "--json")

    assert result.exit_code == 0
    figures = json.loads(result.output)
    assert figures["doubtful_made_edges"] == {"doubtful": 0, "edges": 0, "share": 0.0}
    assert figures["scores"][0] == {
        "group": "mentions",
        "name": "span",
        "precision": 1.0,
        "recall": 0.5,
        "f1": 0.6667,
        "correct": 1,
        "found": 1,
        "gold": 2,
    }


def test_evaluate_names_bad_lines_and_missing_records(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text(
        '{"article": "a", "mentions": [], "claims": []}\n{\n'
    )
    (tmp_path / "found.jsonl").write_text("")

    result = kg("evaluate", "gold.jsonl", "--records", "found.jsonl")

    assert result.exit_code == 1
    assert "kg: gold.jsonl:2: no extraction record" in result.stderr
    assert "kg: gold.jsonl: article 'a' was not extracted" in result.stderr


@pytest.mark.slow
@pytest.mark.model
def test_evaluate_extracts_from_gold_lines_that_are_articles(kg, tmp_path):
    article = {"id": "a", "text": "Iran threatened Israel on Monday."}
    (record,) = kg(
        "extract", "-", stdin=json.dumps(article).encode()
    ).stdout.splitlines()
    (tmp_path / "gold.jsonl").write_text(json.dumps(article | json.loads(record)))

    result = kg("evaluate", "gold.jsonl")

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].split() == [
        *["group", "name", "precision", "recall", "f1"],
        *["correct", "found", "gold"],
    ]
    (threats,) = [line.split() for line in lines if line.startswith("relation")]
    assert threats == ["relation", "threatens", "1.0", "1.0", "1.0", "1", "1", "1"]


@pytest.mark.parametrize("command", ["extract", "build"])
def test_input_that_is_all_bad_needs_no_model(kg, tmp_path, command):
    (tmp_path / "bad.txt").write_bytes(b"\0")

    result = kg(command, "bad.txt", "missing.txt")

    assert result.exit_code == 1
    assert "kg: bad.txt: binary, not text: NUL at byte 0\n" in result.stderr
    assert "kg: missing.txt: cannot be read: No such file" in result.stderr
    assert "2 failed" in result.stderr


@pytest.mark.model
def test_extract_writes_a_record_for_each_good_article(kg):
    lines = [
        json.dumps({"id": "a", "text": "Iran threatened Israel on Monday."}),
        "nonsense",
        json.dumps({"id": "b", "text": "Turkey praised Azerbaijan."}),
    ]

    result = kg("extract", "-", stdin="\n".join(lines).encode())

    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["article"] for record in records] == ["a", "b"]
    assert result.exit_code == 1
    assert "kg: standard input:2: not JSON" in result.stderr
    assert "kg: 2 articles, 1 failed" in result.stderr
    assert records[0]["claims"][0]["predicate"] == "threatens"


@pytest.mark.model
def test_build_then_query(kg, tmp_path):
    (tmp_path / "a.txt").write_text("Iran threatened Israel on Monday.")

    built = kg("build", "a.txt")
    again = kg("build", "a.txt")
    asked = kg("query", "ASK { ent:Iran araz:threatens ent:Israel }")

    assert "kg: 1 article: 1 loaded, 0 unchanged" in built.stderr
    assert "kg: 1 article: 0 loaded, 1 unchanged" in again.stderr
    assert asked.output == "true\n"


def entailed(kg, built, tmp_path, text, *options):
    path = tmp_path / "statements.ttl"
    path.write_text(text, encoding="utf-8")
    return kg("check", "--entails", path, "--store", built, *options)


def test_check_says_how_statements_are_entailed(kg, built, tmp_path):
    result = entailed(
        kg,
        built,
        tmp_path,
        "ent:Ilham_Aliyev araz:threatens ent:Iran .\n"
        "araz:Person owl:disjointWith araz:State .\n",
    )

    assert result.exit_code == 0
    assert "closure     ent:Ilham_Aliyev araz:threatens ent:Iran\n" in result.output
    assert "refutation  araz:Person owl:disjointWith araz:State\n" in result.output
    assert "if not: " in result.output


def test_check_says_why_a_statement_is_not_shown(kg, built, tmp_path):
    result = entailed(kg, built, tmp_path, "ent:Iran araz:befriends ent:Oman .")

    assert result.exit_code == 1
    assert "not shown   ent:Iran araz:befriends ent:Oman" in result.output
    assert "befriends> is not known as a property" in result.output


def test_check_gives_entailment_as_json(kg, built, tmp_path):
    text = "ent:Iran a [ owl:complementOf araz:Person ] ; a araz:Person ."
    result = entailed(kg, built, tmp_path, text, "--json")
    shown, refused = sorted(json.loads(result.output), key=lambda p: -p["entailed"])

    assert result.exit_code == 1
    assert shown["how"] == "refutation"
    assert shown["refutations"][0]["rule"].startswith("cax-")
    assert shown["statement"][0].endswith("_:b1")
    assert (refused["entailed"], refused["how"]) == (False, "not shown")
    assert refused["statement"] == ["ent:Iran a araz:Person"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ent:Iran a\n araz:State", ":2: not Turtle: "),
        ("", "expected statements in Turtle; it has none"),
        ("<Iran> a araz:State .", ":1: not Turtle: No scheme found"),
    ],
)
def test_check_names_statements_that_cannot_be_read(kg, built, tmp_path, text, message):
    result = entailed(kg, built, tmp_path, text)

    assert result.exit_code == 1
    assert f"kg: {tmp_path / 'statements.ttl'}" in result.stderr
    assert message in result.stderr


def test_check_names_a_file_of_statements_that_is_missing(kg, built):
    result = kg("check", "--entails", "none.ttl", "--store", built)

    assert result.exit_code == 1
    assert result.stderr == "kg: none.ttl: cannot be read: No such file or directory\n"
