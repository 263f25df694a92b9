"""What commands print: lines to a file or standard output, tables, progress."""

import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from kg.errors import ArticleError, KgError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, compressed if it ends in .gz; else to standard output.",
)


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """Open a file to write, or standard output; compress by suffix.

    Raises:
        KgError: If the file cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        # Without a time of its own a compressed file depends on its content alone.
        with path.open("wb") as file:
            if path.suffix == ".gz":
                with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield file
    except OSError as error:
        raise KgError(f"{path}: cannot be written: {error.strerror}") from error


def write_json_line(stream: BinaryIO, value: object) -> None:
    """Write a value as one line, at once, so that a reader need not wait."""
    stream.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")
    stream.flush()


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under a header, with columns as wide as they need to be."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
        if number == 0:
            click.echo("  ".join("-" * width for width in widths))


def print_error(error: KgError | str) -> None:
    """Print one line about something that failed while the rest goes on."""
    # On a terminal the line may stand where a progress bar is.
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""
    click.echo(f"{clear}kg: {error}", err=True)


@contextmanager
def progress(label: str) -> Iterator[Callable[[], None]]:
    """Show on a terminal how many items are done; elsewhere show nothing.

    Call what is given once an item. Inputs are read as they come, so how many there
    will be is not known.
    """
    bar: ProgressBar[None] = click.progressbar(
        repeat(None),
        label=label,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_pos=True,
    )
    with bar:
        yield lambda: bar.update(1)


class Tally:
    """Passes on what is good, prints what is not, and counts both."""

    def __init__(self) -> None:
        self.good = 0
        self.bad = 0

    def sift[T](self, found: Iterable[T | ArticleError]) -> Iterator[T]:
        """Yield what is no error."""
        for item in found:
            if isinstance(item, ArticleError):
                self.bad += 1
                print_error(item)
            else:
                self.good += 1
                yield item

    @property
    def summary(self) -> str:
        """Say how many articles there were and how many failed."""
        failed = f", {self.bad} failed" if self.bad else ""
        return f"{counted(self.good, 'article')}{failed}"


def counted(number: int, noun: str) -> str:
    """Return "1 article" or "2 articles"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
