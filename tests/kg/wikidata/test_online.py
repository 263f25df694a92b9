"""`kg build --online` and `kg link --online`, whole, against an invented Wikidata."""

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from rdflib import OWL, SKOS, Literal, URIRef

from kg.cli import main
from kg.config import Settings
from kg.errors import ConfigError
from kg.model import Annotation, Mention, MentionKind, RelationMention, Span
from kg.pipeline.build import build
from kg.pipeline.checks import check
from kg.pipeline.enrichment import Enriched
from kg.pipeline.events import Loaded, Reasoned, Unchanged
from kg.pipeline.online import build_online
from kg.rdf.store import open_store
from kg.rdf.terms import WD, Names
from tests.wikidata_server import html_page, wikidata
from tests.wikidata_world import WORLD, item, says, word

NAMES = Names(Settings().base_iri)
ARAZ, ENT = NAMES.ontology, NAMES.entity


class FakeAnnotator:
    """Reads "Some_Body threatens Iran.": persons have two words, states one."""

    model = "fake 1.0"

    def annotate(self, articles):
        for article in articles:
            match = re.fullmatch(r"(\w+) (threatens) (\w+)\.", article.text)
            assert match, article
            mentions = tuple(
                Mention(
                    id=str(group),
                    span=Span(*match.span(group)),
                    text=match[group],
                    kind=MentionKind.NAME,
                    type="Person" if "_" in match[group] else "State",
                    name=match[group].replace("_", " "),
                )
                for group in (1, 3)
            )
            relation = RelationMention(
                subject="1",
                predicate="threatens",
                object="3",
                trigger=Span(*match.span(2)),
                evidence=Span(0, len(article.text)),
            )
            yield Annotation(
                article=article,
                mentions=mentions,
                relation_mentions=(relation,),
                reports=(),
                events=(),
                model=self.model,
            )


def load_fake(settings, knowledge):
    del settings, knowledge
    return FakeAnnotator()


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Orla_Venn threatens Iran.")
    (folder / "b.txt").write_text("Una_Holt threatens Plimpton.")
    return folder


@pytest.fixture
def world(gazetteer):
    """The invented world, and in it what it says of Iran."""
    iran = item(
        gazetteer.by_name("Iran").qid,
        "Iran",
        says("P297", word("IR")),
        says("P47", "Q900000001"),
        says("P35", "Q900000005"),
        aliases=("Land of Test",),
        revision=7,
    )
    return (*WORLD, iran)


@pytest.fixture
def online_settings(settings, tmp_path):
    """Return the settings for a server."""

    def make(server, **more):
        given = {
            "wikidata": server.address,
            "wikidata_contact": "mail@test.example",
            "wikidata_cache": tmp_path / "wikidata",
            "private_hosts": server.host,
        }
        return replace(settings, **(given | more))

    return make


@pytest.fixture
def run(articles, said, time):
    def events(settings):
        return list(
            build_online(
                [articles],
                settings,
                report=said.append,
                load=load_fake,
                clock=time.clock,
            )
        )

    return events


def enriched(events):
    (found,) = [event for event in events if isinstance(event, Enriched)]
    return found


def dump(settings):
    with open_store(settings.store, read_only=True) as store:
        return b"".join(store.dump("nq"))


def triples(settings, graph):
    with open_store(settings.store, read_only=True) as store:
        return set(store.triples(NAMES.graph(graph)))


def test_unlinked_name_that_stands_out_gets_a_link_that_is_no_identity(
    run, online_settings, world
):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        found = enriched(run(settings))
    links = triples(settings, "links")

    assert found.linked == 2
    assert (ENT("Orla_Venn"), SKOS.exactMatch, WD.Q900000004) in links
    assert (ENT("Plimpton_(State)"), SKOS.exactMatch, WD.Q900000001) in links
    assert not [o for _, p, o in links if p == OWL.sameAs and o == WD.Q900000004]
    assert not [s for s, _, _ in links if s == ENT("Una_Holt")]


def test_what_is_linked_gets_facts(run, online_settings, world):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        found = enriched(run(settings))
    background = triples(settings, "background")

    plimpton = ENT("Plimpton_(State)")
    assert {
        (ENT("Orla_Venn"), ARAZ.nationalOf, plimpton),
        (ENT("Orla_Venn"), ARAZ.headOfStateOf, plimpton),
        (ENT("Iran"), ARAZ.borders, plimpton),
        (ENT("Iran"), SKOS.altLabel, Literal("Land of Test", lang="en")),
    } <= background
    assert found.problem is None
    assert [line for line in found.dropped if "Some Body" in line]


def test_newer_head_of_state_takes_the_place_of_the_one_known_before(
    run, online_settings, world, articles
):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        plain = replace(settings, store=settings.store.with_name("plain"))
        list(build([articles], plain, load=load_fake))
        run(settings)

    def heads(built):
        return {
            s
            for s, p, o in triples(built, "background")
            if (p, o) == (ARAZ.headOfStateOf, ENT("Iran"))
        }

    assert len(heads(plain)) == 1
    assert heads(settings) == {ENT("Ivo_Sall_(Q900000005)")}


def test_enriched_store_passes_its_checks(run, online_settings, world):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        run(settings)

    broken = {
        result.name: result.problems
        for result in check(settings)
        if result.problems and not result.name.startswith("question: ")
    }

    assert not broken


def test_second_build_asks_nothing_and_gives_the_same_bytes(
    run, online_settings, world
):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        first = run(settings)
        before, asked = dump(settings), len(server.asked)

        second = run(settings)

    assert [type(event) for event in first] == [Loaded, Loaded, Enriched, Reasoned]
    assert [type(event) for event in second] == [
        Unchanged,
        Unchanged,
        Enriched,
        Reasoned,
    ]
    assert dump(settings) == before
    assert len(server.asked) == asked
    assert enriched(second).requests == 0
    assert not second[-1].changed


def test_build_without_wikidata_gives_the_same_bytes_from_the_cache(
    run, online_settings, world, said, time
):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        run(settings)
        before = dump(settings)
    time.now += 400 * 86_400

    fresh = replace(settings, store=settings.store.with_name("fresh"))
    found = enriched(run(fresh))

    assert dump(fresh) == before
    assert "cannot be reached" in found.problem
    assert len(said) == 1


def test_build_that_never_reached_wikidata_is_as_one_without(
    run, online_settings, articles, said
):
    with wikidata() as server:
        settings = online_settings(server)
    plain = replace(settings, store=settings.store.with_name("plain"))
    list(build([articles], plain, load=load_fake))

    found = enriched(run(settings))

    assert dump(settings) == dump(plain)
    assert (found.facts, found.linked, found.requests) == (0, 0, 1)
    assert said == [f"{found.problem}; going on with what was fetched before"]


def test_build_goes_on_when_wikidata_gives_out_half_way(
    run, online_settings, world, said
):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        server.script.extend([*[replace(html_page(), body=b"")] * 0, html_page(403)])
        events = run(settings)

    assert isinstance(events[-1], Reasoned)
    assert "status 403" in enriched(events).problem


def test_offline_build_takes_back_what_wikidata_gave(
    run, online_settings, world, articles
):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        plain = replace(settings, store=settings.store.with_name("plain"))
        list(build([articles], plain, load=load_fake))
        run(settings)

    list(build([articles], settings, load=load_fake))

    assert dump(settings) == dump(plain)


def test_articles_do_not_depend_on_wikidata(run, online_settings, world, articles):
    with wikidata(world=world) as server:
        settings = online_settings(server)
        plain = replace(settings, store=settings.store.with_name("plain"))
        list(build([articles], plain, load=load_fake))
        run(settings)

    def of_articles(built):
        with open_store(built.store, read_only=True) as store:
            graphs = [NAMES.article("a"), NAMES.article("b")]
            return [set(store.triples(URIRef(graph))) for graph in graphs]

    assert of_articles(settings) == of_articles(plain)


def test_merged_item_is_named(run, online_settings, world):
    with wikidata(world=world) as server:
        iran = world[-1]["id"]
        server.items["Q900000777"] = {**server.items.pop(iran), "id": "Q900000777"}
        server.merged = {iran: "Q900000777"}
        found = enriched(run(online_settings(server)))

    assert found.merged == ((iran, "Q900000777"),)


def test_nothing_is_built_without_a_contact(run, online_settings):
    with wikidata() as server:
        settings = online_settings(server, wikidata_contact="")
        with pytest.raises(ConfigError, match="wikidata_contact"):
            run(settings)

    assert not settings.store.exists()
    assert server.asked == []


# ---------------------------------------------------------------- the commands


@pytest.fixture
def kg(tmp_path, monkeypatch):
    """Return the command, run in an empty folder, on a server."""
    monkeypatch.chdir(tmp_path)

    def command(server, *arguments, contact="mail@test.example"):
        monkeypatch.setenv("ARAZ_WIKIDATA", server.address)
        monkeypatch.setenv("ARAZ_WIKIDATA_CONTACT", contact)
        monkeypatch.setenv("ARAZ_PRIVATE_HOSTS", server.host)
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return command


def test_link_online_prints_items_beside_entities(kg):
    with wikidata() as server:
        result = kg(server, "link", "Orla Venn", "--type", "Person", "--online")

    assert result.exit_code == 0, result.output
    assert "Orla_Venn_(Q900000004)  Person  Q900000004" in result.output
    assert "'Orla Venn' is Orla_Venn_(Q900000004): wikidata label match" in (
        result.output
    )


def test_link_online_prints_json(kg):
    with wikidata() as server:
        result = kg(server, "link", "Tam Reeve", "--online", "--json")

    found = json.loads(result.stdout)
    assert [each["qid"] for each in found["candidates"]] == ["Q900000020", "Q900000021"]


def test_link_without_online_asks_nobody(kg):
    with wikidata() as server:
        result = kg(server, "link", "Orla Venn")

    assert server.asked == []
    assert result.stdout == "'Orla Venn' is NIL: no candidate of that name fits\n"


def test_link_online_without_wikidata_says_so_and_goes_on(kg):
    with wikidata() as server:
        pass

    result = kg(server, "link", "Iran", "--online")

    assert result.exit_code == 0
    assert "'Iran' is Iran" in result.stdout
    assert len(result.stderr.splitlines()) == 1
    assert "cannot be reached" in result.stderr


@pytest.mark.parametrize("command", [["link", "Iran"], ["build", "."]])
def test_online_needs_a_contact(kg, command):
    with wikidata() as server:
        result = kg(server, *command, "--online", contact="")

    assert result.exit_code == 2
    assert "ARAZ_WIKIDATA_CONTACT" in result.stderr


@pytest.mark.model
@pytest.mark.slow
def test_build_online_reads_links_and_enriches(kg, tmp_path, world):
    article = tmp_path / "news.txt"
    article.write_text(
        "President Orla Venn threatened Iran on Monday. Venn said so in a speech."
    )
    with wikidata(world=world) as server:
        first = kg(server, "build", article, "--online")
        before = kg(server, "dump", "--format", "nq").stdout_bytes
        asked = len(server.asked)
        second = kg(server, "build", article, "--online")
        after = kg(server, "dump", "--format", "nq").stdout_bytes

    assert first.exit_code == second.exit_code == 0, first.output
    assert re.search(r"Wikidata: \d+ facts, 1 new link, \d+ requests\n", first.stderr)
    assert ", 0 requests\n" in second.stderr
    assert "Wikidata: not taken: " in first.stderr
    assert before == after
    assert b"Orla_Venn> <http://www.w3.org/2004/02/skos/core#exactMatch>" in before
    assert len(server.asked) == asked
