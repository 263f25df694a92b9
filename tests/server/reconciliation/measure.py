"""How long 1,000 names take, in batches as the manifest asks for, over HTTP.

    python -m tests.server.reconciliation.measure [STORE]

A third of the names are of the gazetteer, a third other spellings, a third unknown or
misspelt. Every batch is sent anew to a server of its own with one worker.
"""

import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from kg.config import Settings, read_settings
from kg.gazetteer import read_gazetteer
from server.reconciliation.parsing import BATCH_SIZE
from tests.http_client import Client
from tests.http_server import serving

_NAMES = 1_000
_ROUNDS = 5
_HEADERS = (
    ("Content-Type", "application/x-www-form-urlencoded"),
    ("Cache-Control", "no-cache"),
)


def names() -> list[str]:
    """Return the names, the same each time."""
    entries = read_gazetteer(Settings().gazetteer).entries
    step = len(entries) // (_NAMES // 3)
    some = entries[::step][: _NAMES // 3]
    others = [e.aliases[-1] if e.aliases else e.name.upper() for e in some]
    misspelt = [f"{entry.name[:4]}h{entry.name[4:]}" for entry in some[::2]]
    unknown = [f"Nobody Known {number}" for number in range(_NAMES)]
    return [*(e.name for e in some), *others, *misspelt, *unknown][:_NAMES]


def measure(store: Path, asked: Sequence[str]) -> list[float]:
    """Return the seconds that each round took; the first one loads what is known."""
    seconds = []
    with serving(store, "--workers", "1") as server, Client(server, token="") as client:
        for _ in range(_ROUNDS):
            start = time.perf_counter()
            for first in range(0, len(asked), BATCH_SIZE):
                batch = {
                    str(number): {"query": name}
                    for number, name in enumerate(asked[first : first + BATCH_SIZE])
                }
                body = urlencode({"queries": json.dumps(batch)}).encode()
                reply = client.send("POST", "/reconcile", body, _HEADERS)
                assert reply.status == 200, reply.text
            seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Print what was measured."""
    store = Path(sys.argv[1]) if len(sys.argv) > 1 else read_settings().store
    first, *rest = measure(store, names())
    sys.stdout.write(
        f"{_NAMES:,} names in batches of {BATCH_SIZE}: {first:.2f} s at first, then "
        f"{statistics.median(rest):.2f} s (median of {len(rest)})\n"
    )


if __name__ == "__main__":
    main()
