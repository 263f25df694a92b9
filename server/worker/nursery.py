"""The process that workers are forked from: it has all modules loaded, and no store.

A forked worker is ready in about a tenth of a second, a new interpreter in one. The
nursery has one thread, so that a fork is safe. It ends, and its workers with it, when
the front does. A nursery of those that read texts loads the language model before it
forks the first; the next ones, one of which takes the place of one that was ended, are
ready at once.
"""

import contextlib
import logging
import os
import pickle
import select
import signal
import socket
import sys

from server.worker.order import Born, Ended, Order
from server.worker.work import prepare, work

_LARGEST = 1 << 16

_log = logging.getLogger(__name__)


def main(descriptor: int) -> None:
    """Fork a worker for each order that comes, and tell when one has ended.

    Args:
        descriptor: A sequenced-packet socket to the front. An order comes with the
            descriptor of the worker's own socket.
    """
    control = socket.socket(fileno=descriptor)
    # The front decides when to end; Ctrl-C in a terminal reaches all processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    waking, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    workers: set[int] = set()
    while True:
        ready, _, _ = select.select([control.fileno(), waking], [], [])
        if waking in ready:
            os.read(waking, _LARGEST)
            _bury(control, workers)
        if control.fileno() in ready:
            content, descriptors, _, _ = socket.recv_fds(control, _LARGEST, 1)
            if not content:
                break
            order: Order = pickle.loads(content)  # noqa: S301 - it comes from the front
            prepare(order)
            pid = _fork(order, descriptors[0], (control.fileno(), waking, waker))
            workers.add(pid)
            os.close(descriptors[0])
            control.send(pickle.dumps(Born(number=order.number, pid=pid)))
    for pid in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _fork(order: Order, descriptor: int, others: tuple[int, ...]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in others:
            os.close(other)
        work(socket.socket(fileno=descriptor), order)
        status = 0
    except Exception:  # noqa: BLE001 - the last place that can tell of it
        _log.exception("a worker broke")
    finally:
        # Nothing that the nursery has registered for its own end may run here.
        sys.stderr.flush()
        os._exit(status)


def _bury(control: socket.socket, workers: set[int]) -> None:
    """Tell the front of all workers that have ended."""
    while workers:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        workers.discard(pid)
        code = os.waitstatus_to_exitcode(status)
        with contextlib.suppress(BrokenPipeError):
            control.send(pickle.dumps(Ended(pid=pid, code=code)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
