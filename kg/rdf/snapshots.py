"""The folder of a store: where it is written, and what of it is published.

    store/live/                      written by one process at a time
    store/before/                    live/ as it was before an edit that goes on now
    store/before.current             what CURRENT said then
    store/published/<name>/store/    a snapshot that never changes, named by its content
                          /asserted/ the same without what was inferred
                          /text.sqlite  its text index
                          /cache/    what readers made of it, such as dumps
    store/published/<name>.lock      held by those who read the snapshot
    store/CURRENT                    the newest snapshot's name, and of the one before
    store/UNPUBLISHED                there is something in live/ that no snapshot has

Readers open the current snapshot and are never in the way of the writer. A file is
switched in one step, so a process killed at any point leaves a whole store behind.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError, StoreLockedError

STORE = "store"
ASSERTED = "asserted"
TEXT_INDEX = "text.sqlite"
COVERAGE = "coverage.sqlite"
CACHE = "cache"


class Lock:
    """A lock on a file, held until it is closed or forgotten, or the process ends."""

    def __init__(self, path: Path, operation: int) -> None:
        """Take the lock.

        Args:
            path: The file, which is made if needed.
            operation: As `fcntl.flock` takes it.

        Raises:
            BlockingIOError: If others hold it, and this one shall not wait.
            OSError: If it cannot be taken.
        """
        self._descriptor: int | None = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
        fcntl.flock(self._descriptor, operation)

    def close(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        # Who stops reading a snapshot need not say so.
        self.close()


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
        if not names or not (self.snapshot(names[0]) / STORE).is_dir():
            return None
        return self.snapshot(names[0])

    def snapshot(self, name: str) -> Path:
        """Return the folder of a snapshot, which may be gone."""
        return self.path / "published" / name

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
            write: Writes the snapshot into a folder that exists and is empty.

        Raises:
            StoreError: If the folder cannot be written.
        """
        published = self.path / "published"
        previous = [other for other in self._names() if other != name][:1]
        try:
            published.mkdir(exist_ok=True)
            if not (published / name / STORE).exists():
                shutil.rmtree(published / name, ignore_errors=True)
                partial = published / f"{name}.partial"
                shutil.rmtree(partial, ignore_errors=True)
                partial.mkdir()
                write(partial)
                partial.rename(published / name)
            self._switch([name, *previous])
            self._unpublished.unlink(missing_ok=True)
            self._remove_all_but({name, *previous})
        except OSError as error:
            raise StoreError(f"{self.path}: cannot publish: {error}") from error

    def lease(self, name: str) -> Lock:
        """Keep a snapshot from being removed while the lock is held.

        Raises:
            StoreError: If the folder cannot be written.
        """
        try:
            return Lock(self._lock(name), fcntl.LOCK_SH)
        except OSError as error:
            message = f"{self.path}: cannot keep the snapshot {name}: {error}"
            raise StoreError(message) from error

    def lock_live(self) -> Lock:
        """Become the one who writes to live/.

        Raises:
            StoreLockedError: If another process writes to it.
            StoreError: If the folder cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            return Lock(self.path / "WRITER", fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{self.path}: another process is writing to this store"
            raise StoreLockedError(message) from error
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be opened: {error}") from error

    def keep_live(self, backup: Callable[[Path], None]) -> None:
        """Keep what is in live/ now, to be restored if an edit does not end well.

        An edit is done when another snapshot is the current one.

        Raises:
            StoreError: If the folder cannot be written.
        """
        partial = self.path / "before.partial"
        try:
            shutil.rmtree(partial, ignore_errors=True)
            self._current_before.write_text(" ".join(self._names()), encoding="ascii")
            backup(partial)
            partial.rename(self._before)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written: {error}") from error

    def drop_kept(self) -> None:
        """Let go of what was kept: the edit is done."""
        done = self.path / "before.done"
        shutil.rmtree(done, ignore_errors=True)
        self._before.rename(done)
        shutil.rmtree(done, ignore_errors=True)

    def restore_live(self) -> bool:
        """Undo an edit that did not come to its end; say whether there was one.

        Nobody may have live/ open.

        Raises:
            StoreError: If the folder cannot be written.
        """
        if not self._before.exists():
            return False
        try:
            known = self._current_before.read_text(encoding="ascii").split()
            if known != self._names():
                # Readers have seen it already.
                self.drop_kept()
                return False
            if self.live.exists():
                shutil.rmtree(self.live)
            self._before.rename(self.live)
            self.note_change()
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be restored: {error}") from error
        return True

    @property
    def _before(self) -> Path:
        return self.path / "before"

    @property
    def _current_before(self) -> Path:
        return self.path / "before.current"

    @property
    def _unpublished(self) -> Path:
        return self.path / "UNPUBLISHED"

    def _lock(self, name: str) -> Path:
        return self.path / "published" / f"{name}.lock"

    def _remove_all_but(self, names: set[str]) -> None:
        """Remove the snapshots that are neither named nor read by anybody."""
        for old in sorted((self.path / "published").iterdir()):
            if old.suffix == ".lock" or old.name in names:
                continue
            try:
                lock = Lock(self._lock(old.name), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(old, ignore_errors=True)
            self._lock(old.name).unlink(missing_ok=True)
            lock.close()

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
