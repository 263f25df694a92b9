"""`kg build --online` and `kg link --online`, whole, against an invented Wikidata."""

import json
import re
import shutil
from dataclasses import dataclass, replace

import pytest
from click.testing import CliRunner
from rdflib import OWL, SKOS, Literal

from kg.cli import main
from kg.config import Settings
from kg.errors import ConfigError
from kg.pipeline.build import build
from kg.pipeline.checks import check
from kg.pipeline.enrichment import Enrichment
from kg.pipeline.events import Enriched, Loaded, Reasoned, Unchanged
from kg.pipeline.extraction import read_knowledge
from kg.pipeline.online import build_online
from kg.rdf.store import open_store
from kg.rdf.terms import WD, Names
from kg.wikidata.lookup import open_lookup
from tests.three_words import load_three_words
from tests.wikidata_server import Right, html_page, wikidata
from tests.wikidata_world import WORLD, item, says, word

NAMES = Names(Settings().base_iri)
ARAZ, ENT = NAMES.ontology, NAMES.entity


@pytest.fixture(scope="module")
def world(gazetteer):
    """The invented world, and in it a state of this one, under a new number."""
    known = item(
        "Q900000777",
        "Turkey",
        says("P297", word("TR")),
        says("P47", "Q900000001"),
        says("P35", "Q900000005"),
        aliases=("Land of Test",),
        revision=7,
    )
    assert gazetteer.by_name("Turkey")
    return (*WORLD, known)


@dataclass(frozen=True)
class Built:
    """A store, how it was built, and what was asked for it."""

    settings: Settings
    events: list[object]
    requests: int
    reports: list[str]

    @property
    def enriched(self):
        (found,) = [event for event in self.events if isinstance(event, Enriched)]
        return found

    def triples(self, graph):
        with open_store(self.settings.store, read_only=True) as store:
            return set(store.triples(graph))

    @property
    def dump(self):
        with open_store(self.settings.store, read_only=True) as store:
            return b"".join(store.dump("nq"))


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    (folder / "a.txt").write_text("Orla_Venn threatens Turkey.")
    (folder / "b.txt").write_text("Una_Holt threatens Plimpton.")
    return folder


@pytest.fixture(scope="module")
def plain(articles, tmp_path_factory):
    """The articles, built without Wikidata."""
    settings = replace(Settings(), store=tmp_path_factory.mktemp("plain") / "store")
    return Built(
        settings, list(build([articles], settings, load=load_three_words)), 0, []
    )


@pytest.fixture(scope="module")
def turkey(gazetteer):
    return gazetteer.by_name("Turkey").qid


def settings_for(server, folder, **more):
    given = {
        "store": folder / "store",
        "wikidata": server.address,
        "wikidata_contact": "mail@test.example",
        "wikidata_cache": folder / "wikidata",
        "private_hosts": server.host,
    }
    return replace(Settings(), **(given | more))


@pytest.fixture(scope="module")
def built_twice(articles, world, turkey, tmp_path_factory):
    """The same with Wikidata, and once more; what the store held after the first."""
    folder = tmp_path_factory.mktemp("online")
    reports: list[str] = []
    with wikidata(world=world) as server:
        server.merged = {turkey: "Q900000777"}
        settings = settings_for(server, folder)

        def run():
            found = build_online(
                [articles], settings, report=reports.append, load=load_three_words
            )
            return Built(settings, list(found), len(server.asked), reports)

        first = run()
        dump = first.dump
        second = run()
    return first, dump, second


@pytest.fixture(scope="module")
def online(built_twice):
    return built_twice[0]


@pytest.fixture(scope="module")
def knowledge():
    return read_knowledge(Settings())


@pytest.fixture
def enrich(plain, knowledge, tables, time, said, tmp_path):
    """Enrich a copy of the plain store, without drawing conclusions from it."""

    def run(server, cache):
        settings = settings_for(server, tmp_path, wikidata_cache=cache)
        shutil.rmtree(settings.store, ignore_errors=True)
        shutil.copytree(plain.settings.store, settings.store)
        lookup = open_lookup(
            settings, tables.kept, report=said.append, is_batch=True, clock=time.clock
        )
        enrichment = Enrichment(
            settings=settings,
            names=NAMES,
            knowledge=knowledge,
            tables=tables,
            lookup=lookup,
        )
        with lookup.cache, open_store(settings.store) as store:
            found = enrichment.update(store)
            graphs = (NAMES.graph("background"), NAMES.graph("links"))
            return found, [set(store.triples(graph)) for graph in graphs]

    return run


PLIMPTON = ENT("Plimpton_(State)")
BACKGROUND, LINKS = NAMES.graph("background"), NAMES.graph("links")


def test_unlinked_name_that_stands_out_gets_a_link_that_is_no_identity(online):
    links = online.triples(LINKS)

    assert online.enriched.linked == 2
    assert (ENT("Orla_Venn"), SKOS.exactMatch, WD.Q900000004) in links
    assert (PLIMPTON, SKOS.exactMatch, WD.Q900000001) in links
    assert not [o for _, p, o in links if p == OWL.sameAs and o == WD.Q900000004]
    assert not [s for s, _, _ in links if s == ENT("Una_Holt")]


def test_thing_that_only_wikidata_knows_is_its_item(online):
    identity = (ENT("Quarmby_(Q900000003)"), OWL.sameAs, WD.Q900000003)

    assert identity in online.triples(LINKS)


def test_what_is_linked_gets_facts(online):
    assert {
        (ENT("Orla_Venn"), ARAZ.nationalOf, PLIMPTON),
        (ENT("Orla_Venn"), ARAZ.headOfStateOf, PLIMPTON),
        (PLIMPTON, ARAZ.borders, ENT("Turkey")),
        (ENT("Turkey"), SKOS.altLabel, Literal("Land of Test", lang="en")),
    } <= online.triples(BACKGROUND)
    assert online.enriched.problem is None
    assert [line for line in online.enriched.dropped if "Some Body" in line]


def test_conclusions_are_drawn_from_the_facts(online):
    inferred = online.triples(NAMES.graph("inferred"))

    assert (PLIMPTON, ARAZ.threatens, ENT("Turkey")) in inferred


def test_newer_head_of_state_takes_the_place_of_the_one_known_before(online, plain):
    def heads(built):
        return {
            subject
            for subject, predicate, state in built.triples(BACKGROUND)
            if (predicate, state) == (ARAZ.headOfStateOf, ENT("Turkey"))
        }

    assert heads(plain) == {ENT("Recep_Tayyip_Erdoğan")}
    assert heads(online) == {ENT("Ivo_Sall_(Q900000005)")}


def test_merged_item_is_named(online, turkey):
    assert online.enriched.merged == ((turkey, "Q900000777"),)


@pytest.mark.slow
def test_enriched_store_passes_its_checks(online):
    broken = {
        result.name: result.problems
        for result in check(online.settings)
        if result.problems and not result.name.startswith("question: ")
    }

    assert not broken


def test_articles_do_not_depend_on_wikidata(online, plain):
    for article in ("a", "b"):
        graph = NAMES.article(article)
        assert online.triples(graph) == plain.triples(graph)


def test_second_build_asks_nothing_and_gives_the_same_bytes(built_twice):
    first, dump, second = built_twice
    kinds = [[type(event) for event in each.events] for each in (first, second)]

    assert kinds == [
        [Loaded, Loaded, Enriched, Reasoned],
        [Unchanged, Unchanged, Enriched, Reasoned],
    ]
    assert second.dump == dump
    assert (second.requests, second.enriched.requests) == (first.requests, 0)
    assert not second.events[-1].changed


def test_without_wikidata_the_cache_gives_the_same(enrich, online, said, time, world):
    with wikidata(world=world) as server:
        pass
    time.now += 4000 * 86_400

    found, graphs = enrich(server, online.settings.wikidata_cache)

    assert graphs == [online.triples(BACKGROUND), online.triples(LINKS)]
    assert "cannot be reached" in found.problem
    assert said == [f"{found.problem}; going on with what was fetched before"]


def test_build_that_never_reached_wikidata_is_as_one_without(enrich, plain, tmp_path):
    with wikidata() as server:
        pass

    found, graphs = enrich(server, tmp_path / "empty")

    assert graphs == [plain.triples(BACKGROUND), plain.triples(LINKS)]
    assert (found.facts, found.linked, found.requests) == (0, 0, 1)


def test_build_goes_on_when_wikidata_gives_out_half_way(enrich, tmp_path):
    with wikidata(Right(), Right(), html_page(403)) as server:
        found, _ = enrich(server, tmp_path / "empty")

    assert "status 403" in found.problem
    assert found.linked == 1


def test_nothing_is_built_without_a_contact(articles, tmp_path):
    with wikidata() as server:
        settings = settings_for(server, tmp_path, wikidata_contact="")
        with pytest.raises(ConfigError, match="wikidata_contact"):
            list(
                build_online([articles], settings, report=print, load=load_three_words)
            )

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
    assert before == after
    assert b"Orla_Venn> <http://www.w3.org/2004/02/skos/core#exactMatch>" in before
    assert len(server.asked) == asked
