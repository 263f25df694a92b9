"""Workers as the front knows them: ordered from the nursery, asked, ended."""

import asyncio
import contextlib
import itertools
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace

from kg.config import PROJECT
from server.messages import (
    FRAME,
    End,
    Failure,
    Piece,
    Ready,
    Reply,
    Request,
    pack_request,
    unpack_reply,
)
from server.worker.order import Born, Ended, Notice, Order

_LARGEST_NOTICE = 1 << 16
_READ_AHEAD = 1 << 20
# How much nicer than others a worker is that has a slow query.
_NICE = 15
# And those that read texts: somebody waits for them.
_BACKGROUND = 5
# A process that forks must not have threads, as libraries of mathematics start them.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

_log = logging.getLogger(__name__)


class WorkerEndedError(Exception):
    """A worker ended before its answer was complete; `code` as `subprocess` has it."""

    def __init__(self, code: int, reason: str | None) -> None:
        super().__init__(f"a worker ended with {code}")
        self.code = code
        self.reason = reason


@dataclass(eq=False, slots=True)
class Worker:
    """A process that answers one request at a time.

    `reason` is why the front has ended it, if it has; `ready` what it said first;
    `reniced` whether others go first; `on_end` is called when the front ends it.
    """

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ended: asyncio.Future[int]
    ready: Ready = field(default_factory=lambda: Ready(generation="", triples=0))
    reason: str | None = None
    reniced: bool = False
    on_end: Callable[["Worker"], None] = lambda _: None

    async def replies(self, request: Request) -> AsyncIterator[Reply]:
        """Send a request and yield the parts of the answer, the end among them.

        Raises:
            WorkerEndedError: If the worker ends before its answer does.
        """
        try:
            self.writer.write(pack_request(request))
            if len(request.body) > _READ_AHEAD:
                await self.writer.drain()
            while True:
                reply = await self.read()
                yield reply
                if isinstance(reply, End | Failure | Piece):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            code = await self.ended
            raise WorkerEndedError(code, self.reason) from None

    async def read(self) -> Reply:
        """Return the next part of an answer."""
        kind, length = FRAME.unpack(await self.reader.readexactly(FRAME.size))
        return unpack_reply(kind, await self.reader.readexactly(length))

    def renice(self) -> None:
        """Let all other processes go first."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)
            self.reniced = True

    def restore(self) -> bool:
        """Take its turn like others again; say whether the system allows that."""
        if self.reniced:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.setpriority(os.PRIO_PROCESS, self.pid, 0)
                self.reniced = False
        return not self.reniced

    def end(self, reason: str) -> None:
        """End the process at once, whatever it does."""
        if self.reason is None and not self.ended.done():
            self.reason = reason
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.on_end(self)
        self.writer.close()


class Nursery:
    """The process that forks workers, and hears of their ends."""

    def __init__(self, *, background: bool = False) -> None:
        """Say whether it and its workers let others go first."""
        self._background = background
        self._numbers = itertools.count()
        self._births: dict[int, asyncio.Future[int]] = {}
        self._ends: dict[int, asyncio.Future[int]] = {}
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Start the process. It takes a second until it can fork."""
        own, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "server.worker.nursery", str(other.fileno())],
                pass_fds=[other.fileno()],
                cwd=PROJECT,
                env={**os.environ, **_ONE_THREAD},
            )
        if self._background:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _BACKGROUND)
        own.setblocking(False)  # noqa: FBT003 - Python's own signature
        self._control = own
        asyncio.get_running_loop().add_reader(own, self._hear)

    def close(self, *, at_once: bool = False) -> None:
        """End the process, and all workers with it.

        Args:
            at_once: Not to wait for what it is about; workers end by themselves.
        """
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
        if self._process is not None:
            if at_once:
                self._process.kill()
            self._process.wait()
            self._process = None

    async def order(self, order: Order) -> Worker:
        """Return a new worker, which has yet to say that it is ready.

        Raises:
            ConnectionError: If the nursery is gone.
        """
        if self._control is None:
            raise ConnectionResetError("there is no nursery")
        number = next(self._numbers)
        born: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._births[number] = born
        own, other = socket.socketpair()
        with other:
            content = pickle.dumps(replace(order, number=number))
            socket.send_fds(self._control, [content], [other.fileno()])
            pid = await born
        reader, writer = await asyncio.open_connection(sock=own, limit=_READ_AHEAD)
        return Worker(pid, reader, writer, self._end_of(pid))

    def _end_of(self, pid: int) -> asyncio.Future[int]:
        if pid not in self._ends:
            self._ends[pid] = asyncio.get_running_loop().create_future()
        return self._ends[pid]

    def _start_anew(self) -> None:
        """Go on after the process was ended by somebody: its workers end too."""
        _log.error("the process that forks workers has ended; starting another")
        for born in self._births.values():
            born.set_exception(ConnectionResetError("the nursery has ended"))
        for pid, ended in self._ends.items():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            if not ended.done():
                ended.set_result(-signal.SIGKILL)
        self._births.clear()
        self._ends.clear()
        self.close()
        self.open()

    def _hear(self) -> None:
        if self._control is None:
            return
        try:
            content = self._control.recv(_LARGEST_NOTICE)
        except ConnectionResetError:
            content = b""
        if not content:
            self._start_anew()
            return
        notice: Notice = pickle.loads(content)  # noqa: S301 - from our own process
        match notice:
            case Born(number=number, pid=pid):
                self._end_of(pid)
                self._births.pop(number).set_result(pid)
            case Ended(pid=pid, code=code):
                ended = self._end_of(pid)
                if not ended.done():
                    ended.set_result(code)
                self._ends.pop(pid, None)
