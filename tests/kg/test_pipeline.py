"""The build: incremental, whole at any time, and the same whichever way it came."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from rdflib import OWL, RDF, URIRef

from kg.config import PROJECT, Settings
from kg.errors import ShapeError, StoreLockedError
from kg.model import (
    Annotation,
    Article,
    Mention,
    MentionKind,
    Period,
    RelationMention,
    Span,
)
from kg.pipeline.build import build
from kg.pipeline.derived import update_ontology
from kg.pipeline.events import Failed, Forgotten, Kept, Loaded, Reasoned, Unchanged
from kg.pipeline.fingerprints import article_fingerprint, method_fingerprint
from kg.pipeline.inference import reason
from kg.rdf.store import open_store
from kg.rdf.terms import Names

NAMES = Names(Settings().base_iri)
THREATENS = NAMES.ontology["threatens"]


class FakeAnnotator:
    """Reads "A threatens B" and nothing else; "from the end" makes nonsense of it."""

    model = "fake 1.0"

    def annotate(self, articles: Iterable[Article]) -> Iterator[Annotation]:
        for article in articles:
            found = [
                self._relation(article, match, number)
                for number, match in enumerate(
                    re.finditer(r"(\w+) (threatens) (\w+)", article.text)
                )
            ]
            yield Annotation(
                article=article,
                mentions=tuple(m for _, pair in found for m in pair),
                relation_mentions=tuple(relation for relation, _ in found),
                reports=(),
                events=(),
                model=self.model,
            )

    @staticmethod
    def _relation(article, match, number):
        subject, object_ = (
            Mention(
                id=f"{number}.{group}",
                span=Span(*match.span(group)),
                text=match[group],
                kind=MentionKind.NAME,
                type="State",
                name=match[group],
            )
            for group in (1, 3)
        )
        nonsense = Period(date(2021, 10, 5), date(2021, 10, 4))
        relation = RelationMention(
            subject=subject.id,
            predicate="threatens",
            object=object_.id,
            trigger=Span(*match.span(2)),
            evidence=Span(0, len(article.text)),
            time=nonsense if "from the end" in article.text else None,
        )
        return relation, (subject, object_)


def load_fake(settings, knowledge):
    del settings, knowledge
    return FakeAnnotator()


def load_nothing(settings, knowledge):
    del settings, knowledge
    raise AssertionError("the language model is not needed")


def run(articles, settings, *, load=load_fake, prune=False):
    return list(build([articles], settings, prune=prune, load=load))


def write_articles(folder):
    folder.mkdir()
    (folder / "a.txt").write_text("Iran threatens Azerbaijan.")
    (folder / "b.txt").write_text("Russia threatens Georgia.")
    return folder


@pytest.fixture
def articles(tmp_path):
    return write_articles(tmp_path / "articles")


@pytest.fixture(scope="module")
def first_build(tmp_path_factory):
    """The events of a first build of the articles, and its settings."""
    folder = tmp_path_factory.mktemp("first")
    settings = replace(Settings(), store=folder / "store")
    return run(write_articles(folder / "articles"), settings), settings


@pytest.fixture
def built(first_build, settings):
    """Settings whose store holds the articles; a copy of the one first build."""
    shutil.copytree(first_build[1].store, settings.store)
    return settings


def kinds(events):
    return [type(event) for event in events]


def threats(settings):
    with open_store(settings.store, read_only=True) as store:
        answer = store.query(f"SELECT ?a ?b WHERE {{ ?a <{THREATENS}> ?b }}")
        start = NAMES.entity("")
        return sorted(
            tuple(str(term).removeprefix(start) for term in row)
            for row in answer.rows()
        )


def dump(settings):
    with open_store(settings.store, read_only=True) as store:
        return b"".join(store.dump("nq"))


def test_articles_become_edges(first_build):
    events, settings = first_build

    assert kinds(events) == [Loaded, Loaded, Reasoned]
    assert threats(settings) == [("Iran", "Azerbaijan"), ("Russia", "Georgia")]


def test_second_build_extracts_nothing_and_changes_nothing(articles, built):
    before = dump(built)
    files = sorted((built.store / "published").iterdir())

    events = run(articles, built, load=load_nothing)

    assert kinds(events) == [Unchanged, Unchanged, Reasoned]
    assert not events[-1].changed
    assert dump(built) == before
    assert sorted((built.store / "published").iterdir()) == files


def test_changed_article_is_replaced_alone(articles, built):
    (articles / "b.txt").write_text("Russia threatens Ukraine.")

    events = run(articles, built)

    assert kinds(events) == [Unchanged, Loaded, Reasoned]
    assert threats(built) == [("Iran", "Azerbaijan"), ("Russia", "Ukraine")]


@pytest.mark.slow
def test_incremental_build_equals_a_fresh_one(articles, built, tmp_path):
    (articles / "a.txt").unlink()
    (articles / "b.txt").write_text("Rusia threatens Ukraine. Kiev threatens Moscow.")
    (articles / "c.txt").write_text("Turkey threatens Greece.")
    run(articles, built, prune=True)
    fresh = replace(built, store=tmp_path / "fresh")

    run(articles, fresh)

    assert dump(built) == dump(fresh)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prune", "kind", "left"),
    [(True, Forgotten, 1), (False, Reasoned, 2)],
    ids=["forgotten", "kept"],
)
def test_removed_article_is_forgotten_on_demand(articles, built, prune, kind, left):
    (articles / "b.txt").unlink()

    events = run(articles, built, prune=prune)

    assert isinstance(events[1], kind)
    assert len(threats(built)) == left


@pytest.mark.slow
def test_nothing_is_forgotten_while_an_input_is_unreadable(articles, built):
    (articles / "b.txt").write_bytes(b"\0")

    events = run(articles, built, prune=True)

    assert kinds(events) == [Unchanged, Failed, Kept, Reasoned]
    assert len(threats(built)) == 2


def test_article_that_breaks_a_shape_is_named_and_the_old_one_stays(articles, built):
    (articles / "a.txt").write_text("Iran threatens Armenia from the end.")

    events = run(articles, built)

    (failed,) = [event for event in events if isinstance(event, Failed)]
    assert isinstance(failed.error, ShapeError)
    assert str(failed.error).startswith("article 'a' breaks a shape: ")
    assert threats(built) == [("Iran", "Azerbaijan"), ("Russia", "Georgia")]


@pytest.mark.slow
def test_interrupted_build_goes_on_where_it_stopped(articles, settings, tmp_path):
    interrupted = build([articles], settings, load=load_fake)
    assert isinstance(next(interrupted), Loaded)
    interrupted.close()

    events = run(articles, settings)

    assert kinds(events) == [Unchanged, Loaded, Reasoned]
    fresh = replace(settings, store=tmp_path / "fresh")
    run(articles, fresh)
    assert dump(settings) == dump(fresh)


def test_killed_build_leaves_the_store_whole(articles, settings):
    code = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from kg.config import PROJECT, Settings
from kg.model import Annotation
from kg.pipeline.build import build

class Dying:
    model = "fake 1.0"
    def annotate(self, articles):
        for article in articles:
            if article.id == "b":
                os.kill(os.getpid(), signal.SIGKILL)
            yield Annotation(article=article, mentions=(), relation_mentions=(),
                             reports=(), events=(), model=self.model)

settings = replace(Settings(), store=Path(sys.argv[2]))
list(build([sys.argv[1]], settings, load=lambda *_: Dying()))
"""
    command = [sys.executable, "-c", code, str(articles), str(settings.store)]
    killed = subprocess.run(command, cwd=PROJECT, check=False)
    assert killed.returncode == -signal.SIGKILL

    events = run(articles, settings)

    assert kinds(events) == [Unchanged, Loaded, Reasoned]
    assert threats(settings) == [("Russia", "Georgia")]


def test_readers_see_nothing_of_an_unfinished_build(articles, built):
    (articles / "b.txt").write_text("Russia threatens Ukraine.")
    unfinished = build([articles], built, load=load_fake)
    for event in unfinished:
        if isinstance(event, Loaded):
            break

    assert threats(built) == [("Iran", "Azerbaijan"), ("Russia", "Georgia")]
    unfinished.close()


def test_second_writer_is_turned_away(articles, settings):
    unfinished = build([articles], settings, load=load_fake)
    next(unfinished)

    with pytest.raises(StoreLockedError, match="another process is writing"):
        run(articles, settings)
    unfinished.close()


@pytest.mark.slow
def test_conclusions_are_drawn_once(articles, settings):
    first = run(articles, settings)[-1]
    second = run(articles, settings)[-1]

    assert first.changed
    assert not second.changed
    assert first.inferred == second.inferred > 0


@pytest.mark.slow
def test_the_engines_draw_the_same_conclusions(articles, settings):
    ours = run(articles, settings)[-1]
    before = dump(settings)
    theirs = run(articles, replace(settings, engine="owlrl"))[-1]

    assert theirs.changed
    assert (ours.inferred, before) == (theirs.inferred, dump(settings))


@pytest.mark.slow
def test_forgotten_state_costs_a_closure_and_nothing_else(articles, built):
    before = dump(built)
    (built.store / "state.json").write_text("{")

    events = run(articles, built)

    assert events[-1].changed
    assert dump(built) == before


@pytest.mark.slow
def test_reasoner_infers_and_is_asked_again_only_after_a_change(articles, settings):
    list(build([articles], settings, load=load_fake))

    assert not reason(settings).changed
    with open_store(settings.store) as store:
        store.drop_graph(NAMES.article("a"))
    again = reason(settings)

    assert again.changed
    assert again.inferred > 0
    assert again.contradictions == ()


@pytest.mark.slow
def test_contradiction_is_reported_with_who_says_so_and_reasoning_goes_on(settings):
    thing = NAMES.entity("Klopstokia")
    with open_store(settings.store) as store:
        update_ontology(store, settings, NAMES)
        for article, name in (("a", "Person"), ("b", "City")):
            triple = (thing, RDF.type, NAMES.ontology[name])
            store.replace_graph(NAMES.article(article), [triple])

    event = reason(settings)

    (contradiction,) = event.contradictions
    assert "Klopstokia is of class " in contradiction
    assert "article/a, article/b" in contradiction
    assert event.inferred > 0
    assert reason(settings).contradictions == event.contradictions


def test_what_an_article_says_of_the_identity_of_classes_is_named_and_not_taken(
    settings,
):
    thing, state, city = NAMES.entity("X"), NAMES.ontology.State, NAMES.ontology.City
    with open_store(settings.store) as store:
        update_ontology(store, settings, NAMES)
        said = [(state, OWL.sameAs, city), (thing, RDF.type, city)]
        store.replace_graph(NAMES.article("a"), said)

    event = reason(settings)

    (refused,) = event.refused
    assert refused.split() == [f"<{term}>" for term in (state, OWL.sameAs, city)] or (
        refused.split() == [f"<{term}>" for term in (city, OWL.sameAs, state)]
    )
    assert event.contradictions == ()


def test_links_are_those_of_the_articles_that_are_there(built):
    links = NAMES.graph("links")

    with open_store(built.store, read_only=True) as store:
        linked = {s for s, _, o in store.triples(links) if "wikidata" in str(o)}

    assert NAMES.entity("Iran") in linked
    assert all(isinstance(subject, URIRef) for subject in linked)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other."},
        {"title": "Title"},
        {"published": date(2021, 10, 5)},
        {"publisher": "Gazette"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_fingerprint_tells_articles_apart(change):
    article = Article(id="a", text="Text.")

    same = article_fingerprint(Article(id="a", text="Text."), "method")
    other = article_fingerprint(replace(article, **change), "method")

    assert article_fingerprint(article, "method") == same
    assert other != same
    assert article_fingerprint(article, "other method") != same


def test_fingerprint_depends_on_whether_texts_are_kept():
    kept, left = (replace(Settings(), keep_text=keep) for keep in (True, False))

    assert method_fingerprint(kept) != method_fingerprint(left)


def test_fingerprint_depends_on_ontology_and_lexicon_but_not_on_checks(tmp_path):
    folder = tmp_path / "ontology"
    shutil.copytree(Settings().ontology, folder)
    settings = replace(Settings(), ontology=folder)
    before = method_fingerprint(settings)

    (folder / "checks" / "new.rq").write_text("ASK {}")
    assert method_fingerprint(settings) == before

    with (folder / "lexicon.en.ttl").open("a") as lexicon:
        lexicon.write("# a word more\n")
    assert method_fingerprint(settings) != before


def test_links_carry_the_date_of_the_gazetteer(built, gazetteer):
    with open_store(built.store, read_only=True) as store:
        dates = {
            str(o)
            for _, p, o in store.triples(NAMES.graph("links"))
            if p == NAMES.ontology["date"]
        }
    assert dates == {gazetteer.as_of.isoformat()}
