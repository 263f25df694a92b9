"""The index on disk: made once for each state of the tables, and never stale."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kg.config import PROJECT
from kg.errors import GazetteerError
from kg.gazetteer import Gazetteer, read_gazetteer
from kg.gazetteer.database import write_database
from kg.gazetteer.fingerprint import fingerprint
from kg.gazetteer.reading import read_content


def _indexes(folder):
    return sorted(path.name for path in folder.glob("*.sqlite"))


def _add_state_name(tables):
    with (tables / "state_names.tsv").open("a", encoding="utf-8") as file:
        file.write("FR\tdemonym\tFreedonish\n")


def test_the_index_is_made_once_and_called_by_its_fingerprint(tables, cache, caplog):
    read_gazetteer(tables)
    (made,) = cache.glob("*.sqlite")
    before = made.stat()
    read_gazetteer(tables)

    assert made.stem == fingerprint(tables)
    assert (made.stat().st_ino, made.stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )
    assert [r.message for r in caplog.records] == [
        f"making the index of {tables}, once; that takes some seconds"
    ]


def test_a_change_of_a_table_is_seen_at_once(tables, cache):
    before = read_gazetteer(tables).candidates("Freedonish")
    _add_state_name(tables)
    after = read_gazetteer(tables).candidates("Freedonish")

    assert before == ()
    assert [c.entry.name for c in after] == ["Freedonia"]
    assert len(_indexes(cache)) == 2


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("entities.tsv", "Q7\tHarpo\tPerson\t\tFR\t5\tnsi\n"),
        ("ordinary_words.txt", "firefly\n"),
        ("as_of.txt", "\n"),
    ],
    ids=["table", "words", "date"],
)
def test_every_file_of_the_tables_counts(tables, file, text):
    before = fingerprint(tables)
    with (tables / file).open("a", encoding="utf-8") as table:
        table.write(text)

    assert fingerprint(tables) != before


def test_other_files_in_the_folder_do_not_count(tables):
    before = fingerprint(tables)
    (tables / "README.md").write_text("words", "utf-8")

    assert fingerprint(tables) == before


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GazetteerError, match="nowhere"):
        read_gazetteer(tmp_path / "nowhere")


def test_tables_of_the_project_have_their_index_in_its_data_folder():
    folder = PROJECT / "seeds" / "gazetteer"
    read_gazetteer(folder)

    assert (PROJECT / "data" / "gazetteer" / f"{fingerprint(folder)}.sqlite").exists()


def test_a_relative_cache_folder_is_passed_over(tables, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    read_gazetteer(tables)

    assert not (tmp_path / "somewhere").exists()
    assert len(_indexes(tmp_path / ".cache" / "araz" / "gazetteer")) == 1


def test_a_process_without_a_home_has_the_index_in_memory(tables, monkeypatch):
    def nobody():
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", nobody)

    assert read_gazetteer(tables).candidates("Freedonia")


def test_without_a_place_to_keep_it_the_index_is_in_memory(tables, cache, caplog):
    cache.parent.parent.write_text("in the way", "utf-8")
    gazetteer = read_gazetteer(tables)

    assert [c.entry.qid for c in gazetteer.candidates("freedonia")] == ["Q1"]
    assert f"{cache}: no index can be kept there" in caplog.text


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" * 100])
def test_a_broken_index_is_made_anew(tables, cache, content):
    cache.mkdir(parents=True)
    path = cache / f"{fingerprint(tables)}.sqlite"
    path.write_bytes(content)
    gazetteer = read_gazetteer(tables)

    assert gazetteer.by_name("Freedonia") == gazetteer.by_qid("Q1")
    assert path.read_bytes() != content


def test_an_index_of_other_tables_is_refused(tables, tmp_path):
    path = tmp_path / "index.sqlite"
    write_database(read_content(tables), path, "one")

    with pytest.raises(GazetteerError, match="is the index of one; other was expected"):
        Gazetteer.opened(path, "other")


def test_an_index_that_breaks_later_is_named(tables, tmp_path):
    path = tmp_path / "index.sqlite"
    write_database(read_content(tables), path, "one")
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE name")
    gazetteer = Gazetteer.opened(path, "one")

    with pytest.raises(GazetteerError, match=r"index\.sqlite: the index cannot be"):
        gazetteer.candidates("Freedonia")


def test_equal_tables_give_equal_files(tables, tmp_path):
    content = read_content(tables)
    write_database(content, tmp_path / "one", "same")
    write_database(content, tmp_path / "other", "same")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_what_a_killed_process_left_is_written_over(tables, tmp_path):
    path = tmp_path / "index.sqlite"
    path.with_name("index.sqlite.partial").write_bytes(b"half of it")
    write_database(read_content(tables), path, "one")

    assert Gazetteer.opened(path, "one").candidates("Freedonia")
    assert not path.with_name("index.sqlite.partial").exists()


def test_processes_that_start_at_once_make_one_index(tables, cache):
    program = (
        "import sys; from pathlib import Path; from kg.gazetteer import read_gazetteer;"
        "print(read_gazetteer(Path(sys.argv[1])).by_qid('Q1').name)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tables)],
            stdout=subprocess.PIPE,
            cwd=PROJECT,
            env=os.environ,
        )
        for _ in range(3)
    ]
    said = [process.communicate()[0] for process in started]

    assert said == [b"Freedonia\n"] * 3
    assert len(_indexes(cache)) == 1


def test_old_indexes_go_and_who_reads_one_goes_on_reading(tables, cache):
    first = read_gazetteer(tables)
    oldest = _indexes(cache)
    for _ in range(5):
        _add_state_name(tables)
        newest = read_gazetteer(tables)

    assert len(_indexes(cache)) == 4
    assert oldest[0] not in _indexes(cache)
    assert newest.by_qid("Q3") == first.by_qid("Q3")


def test_the_file_is_closed_with_the_gazetteer(tables, cache):
    gazetteer = read_gazetteer(tables)
    path = str(next(cache.glob("*.sqlite")))
    opened = _open_files().count(path)
    del gazetteer

    assert opened == 1
    assert path not in _open_files()


def _open_files():
    folder = "/proc/self/fd"
    if not os.path.isdir(folder):  # noqa: PTH112 - a folder of the kernel
        pytest.skip("this system does not tell which files are open")
    found = []
    for name in os.listdir(folder):  # noqa: PTH208 - as above
        try:
            found.append(os.readlink(f"{folder}/{name}"))  # noqa: PTH115 - as above
        except OSError:
            continue
    return found
