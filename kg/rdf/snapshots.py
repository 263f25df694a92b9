"""The folder of a store: where it is written, and what of it is published.

    store/live/               written by one process at a time
    store/published/<name>/   a snapshot that never changes, named by its content
    store/CURRENT             the name of the newest snapshot, and of the one before
    store/UNPUBLISHED         there is something in live/ that no snapshot has

Readers open the current snapshot and are never in the way of the writer. A file is
switched in one step, so a process killed at any point leaves a whole store behind.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a store."""

    path: Path

    @property
    def live(self) -> Path:
        """Where the writer works."""
        return self.path / "live"

    def current(self) -> Path | None:
        """Return the newest snapshot, if any was published."""
        names = self._names()
        return self.path / "published" / names[0] if names else None

    def is_published(self) -> bool:
        """Say whether the newest snapshot holds all that was written."""
        return self.current() is not None and not self._unpublished.exists()

    def note_change(self) -> None:
        """Note, before a change, that the snapshots fall behind."""
        self._unpublished.touch()

    def publish(self, name: str, write: Callable[[Path], None]) -> None:
        """Make a snapshot the current one.

        Args:
            name: What it is called; equal names mean equal content.
            write: Writes the snapshot into a folder that does not exist yet.

        Raises:
            StoreError: If the folder cannot be written.
        """
        published = self.path / "published"
        previous = [other for other in self._names() if other != name][:1]
        try:
            published.mkdir(exist_ok=True)
            if not (published / name).exists():
                partial = published / f"{name}.partial"
                shutil.rmtree(partial, ignore_errors=True)
                write(partial)
                partial.rename(published / name)
            self._switch([name, *previous])
            self._unpublished.unlink(missing_ok=True)
            for old in published.iterdir():
                if old.name not in {name, *previous}:
                    shutil.rmtree(old, ignore_errors=True)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot publish: {error}") from error

    @property
    def _unpublished(self) -> Path:
        return self.path / "UNPUBLISHED"

    def _names(self) -> list[str]:
        try:
            return (self.path / "CURRENT").read_text(encoding="ascii").split()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            message = f"{self.path / 'CURRENT'}: cannot be read: {error}"
            raise StoreError(message) from error

    def _switch(self, names: list[str]) -> None:
        partial = self.path / "CURRENT.partial"
        partial.write_text("\n".join(names) + "\n", encoding="ascii")
        os.replace(partial, self.path / "CURRENT")  # noqa: PTH105 - the atomic one
