"""The folder of a store: what is kept, what is restored, who may write."""

import subprocess
import sys

import pytest
from rdflib import Literal, URIRef

from kg.errors import StoreError, StoreLockedError
from kg.rdf.snapshots import STORE, Folder
from kg.rdf.store import open_store, open_to_edit
from kg.rdf.terms import Names

X = URIRef("http://test.example/x")


def content(number):
    return [(X, X, Literal(number))]


def publish(folder, *numbers):
    """Publish contents one after the other; return the names of the snapshots."""
    names = []
    with open_store(folder.path) as store:
        for number in numbers:
            store.replace_graph(X, content(number))
            store.publish()
            names.append(store.generation())
    return names


def published(folder):
    return {
        path.name
        for path in (folder.path / "published").iterdir()
        if path.suffix != ".lock"
    }


def numbers(store):
    return [int(str(object_)) for _, _, object_ in store.triples(X)]


def read(folder):
    with open_store(folder.path, read_only=True) as store:
        return numbers(store)


def recount(folder):
    """Return the name of what is in live/, summed up anew."""
    folder.note_change()
    with open_store(folder.path) as store:
        return store.generation()


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "store")


@pytest.fixture
def names():
    return Names("https://w3id.org/araz/")


def test_a_new_folder_has_nothing_to_read(folder):
    assert folder.current() is None
    assert not folder.is_published()


def test_the_newest_snapshot_and_the_one_before_are_kept(folder):
    names = publish(folder, 1, 2, 3, 4)

    assert folder.current().name == names[-1]
    assert published(folder) == set(names[-2:])


def test_a_leased_snapshot_stays_while_others_go_and_goes_when_it_is_let_go(folder):
    (first,) = publish(folder, 1)
    lease = folder.lease(first)
    names = publish(folder, 2, 3, 4)

    assert published(folder) == {first, *names[-2:]}
    lease.close()
    lease.close()
    last = publish(folder, 5)
    assert published(folder) == {names[-1], *last}


def test_a_snapshot_is_read_on_after_others_were_published(folder):
    publish(folder, 1)
    with open_store(folder.path, read_only=True) as reader:
        publish(folder, 2, 3, 4)

        assert list(reader.triples(X)) == content(1)
    assert read(folder) == [4]


def test_two_readers_hold_a_snapshot_until_the_last_lets_go(folder):
    (first,) = publish(folder, 1)
    one, other = folder.lease(first), folder.lease(first)
    one.close()
    publish(folder, 2, 3)

    assert first in published(folder)
    other.close()
    publish(folder, 4)
    assert first not in published(folder)


def test_a_lease_that_nobody_holds_any_more_keeps_nothing(folder):
    (first,) = publish(folder, 1)
    lease = folder.lease(first)
    del lease
    publish(folder, 2, 3)

    assert first not in published(folder)


def test_equal_content_is_published_under_the_name_it_had(folder):
    assert publish(folder, 1, 2, 1)[::2] == [folder.current().name] * 2


def test_a_second_writer_is_told_in_one_line(folder):
    with (
        open_store(folder.path),
        pytest.raises(StoreLockedError, match="another process") as caught,
    ):
        open_store(folder.path)

    assert "\n" not in str(caught.value)
    assert str(folder.path) in str(caught.value)


def test_a_writer_of_another_process_is_told_as_well(folder):
    script = (
        "import sys; from pathlib import Path\n"
        "from kg.errors import StoreLockedError; from kg.rdf.store import open_store\n"
        "try: open_store(Path(sys.argv[1]))\n"
        "except StoreLockedError as error: print(error)"
    )
    with open_store(folder.path):
        done = subprocess.run(
            [sys.executable, "-c", script, str(folder.path)],
            capture_output=True,
            text=True,
            check=True,
        )

    assert done.stdout == f"{folder.path}: another process is writing to this store\n"


def test_the_next_writer_may_write_once_the_first_is_done(folder):
    with open_store(folder.path):
        pass
    with open_store(folder.path) as store:
        store.replace_graph(X, content(1))


def test_an_edit_that_fails_leaves_the_store_as_it_was(folder, names):
    (first,) = publish(folder, 1)

    def edit(opened):
        opened.update("INSERT DATA { <x:a> <x:b> <x:c> }")
        raise ZeroDivisionError

    with (
        open_to_edit(folder.path, names) as writer,
        pytest.raises(ZeroDivisionError),
        writer.editing(),
    ):
        writer.change(edit, None)

    with open_store(folder.path) as store:
        assert list(store.triples(X)) == content(1)
        assert store.generation() == first
    assert read(folder) == [1]


def test_after_an_edit_that_failed_the_store_can_be_opened_at_once(folder, names):
    """Even while somebody still holds the error, and with it the frames it passed."""
    publish(folder, 1)

    def edit(opened):
        opened.update("INSERT DATA { <x:a> <x:b> <x:c> }")
        raise ZeroDivisionError

    with open_to_edit(folder.path, names) as store:
        with pytest.raises(ZeroDivisionError) as caught, store.editing():
            store.change(edit, {X})

        with open_to_edit(folder.path, names) as again, again.editing():
            again.replace_graph(X, content(2))
            again.publish()
    assert caught.type is ZeroDivisionError
    assert read(folder) == [2]


def test_an_edit_that_was_cut_off_is_undone_by_the_next_writer(folder, names):
    (first,) = publish(folder, 1)
    with open_to_edit(folder.path, names) as writer:
        folder.keep_live(lambda path: writer.opened.backup(str(path)))
        writer.replace_graph(X, content(2))
    assert (folder.path / "before").is_dir()

    with open_store(folder.path) as store:
        assert list(store.triples(X)) == content(1)
        assert store.generation() == first
    assert not (folder.path / "before").exists()


KILLED = """
import os, sys
from pathlib import Path
from rdflib import Literal, URIRef
from kg.rdf.snapshots import Folder
from kg.rdf.store import open_to_edit
from kg.rdf.terms import Names

x = URIRef("http://test.example/x")
where = sys.argv[2]
end = lambda *_: os._exit(9)
if where == "before-it-is-kept":
    Folder.keep_live = end
if where == "before-it-is-done":
    Folder.drop_kept = end
with open_to_edit(Path(sys.argv[1]), Names("https://w3id.org/araz/")) as store:
    with store.editing():
        store.replace_graph(x, [(x, x, Literal(2))])
        if where == "amid-the-edit":
            end()
        if where == "amid-publishing":
            Folder._switch = end
        store.publish()
"""


@pytest.mark.parametrize(
    "where",
    [
        "before-it-is-kept",
        "amid-the-edit",
        "amid-publishing",
        "before-it-is-done",
    ],
)
def test_a_writer_killed_amid_an_edit_leaves_a_whole_store_under_its_own_name(
    folder, where
):
    (first,) = publish(folder, 1)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder.path), where], check=False
    )
    assert done.returncode == 9

    with open_store(folder.path) as store:
        found = numbers(store)
        told = store.generation()
        store.publish()
    assert read(folder) == found
    assert told == recount(folder)
    assert (told == first) == (found == [1])


def test_what_was_not_published_is_noted(folder):
    publish(folder, 1)
    with open_store(folder.path) as store:
        store.replace_graph(X, content(2))

    assert not folder.is_published()
    assert read(folder) == [1]


def test_a_snapshot_in_an_older_layout_is_published_anew(folder):
    (name,) = publish(folder, 1)
    snapshot = folder.snapshot(name)
    moved = folder.path / "moved"
    (snapshot / STORE).rename(moved)
    for path in snapshot.iterdir():
        path.unlink()
    snapshot.rmdir()
    moved.rename(snapshot)  # the engine's files right below the name
    assert folder.current() is None

    with open_store(folder.path) as store:
        store.publish()

    assert folder.current() == snapshot
    assert read(folder) == [1]


def test_what_an_earlier_publication_left_half_done_is_no_hindrance(folder):
    (folder.path / "published" / "0.partial").mkdir(parents=True)
    with open_store(folder.path) as store:
        store.replace_graph(X, content(1))
        name = store.generation()
        (folder.path / "published" / f"{name}.partial" / STORE).mkdir(parents=True)
        store.publish()

    assert read(folder) == [1]
    assert published(folder) == {name}


def test_an_unreadable_name_of_the_newest_snapshot_is_told(folder):
    publish(folder, 1)
    (folder.path / "CURRENT").write_bytes(b"\xff\n")

    with pytest.raises(StoreError, match="CURRENT: cannot be read"):
        folder.current()
