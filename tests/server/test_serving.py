"""`kg serve`: a real server, asked over HTTP, and what stops it from starting."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from threading import Timer
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from kg.rdf.store import open_store

_SECONDS = 60
QUERY = """PREFIX araz: <https://w3id.org/araz/ontology#>
SELECT ?who { ?who araz:threatens ?whom }"""


def command(store, *options):
    return [sys.executable, "-m", "kg", "serve", "--store", str(store), *options]


@contextmanager
def running(store, *options):
    """Start a server on a free port; yield it and its address; stop it by its pid."""
    server = subprocess.Popen(
        command(store, "--port", "0", *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = Timer(_SECONDS, server.kill)
    watch.start()
    try:
        assert server.stdout
        line = server.stdout.readline()
        found = re.search(r"serves ([0-9,]+) triples on (http://\S+)$", line.strip())
        assert found, (line, server.poll())
        yield server, found[2], int(found[1].replace(",", ""))
    finally:
        if server.poll() is None:
            server.terminate()
        server.communicate(timeout=_SECONDS)
        watch.cancel()


def fetch(url, **headers):
    with urlopen(Request(url, headers=headers), timeout=_SECONDS) as response:  # noqa: S310 - our own server
        return response.headers, response.read()


@pytest.mark.parametrize(
    ("stop", "code"),
    [(signal.SIGTERM, 0), (signal.SIGINT, 0)],
    ids=["terminate", "ctrl-c"],
)
def test_the_server_answers_over_http_and_stops_when_told(served, stop, code):
    with running(served.store) as (server, address, triples):
        health = json.loads(fetch(f"{address}/health")[1])
        query = urlencode({"query": QUERY, "entailment": "none"})
        headers, answer = fetch(f"{address}/sparql?{query}", Accept="text/csv")
        _, dump = fetch(f"{address}/dump/araz.nq")
        _, page = fetch(f"{address}/", Accept="text/html")
        os.kill(server.pid, stop)
        _, errors = server.communicate(timeout=_SECONDS)

    assert health["triples"] == triples == len(dump.splitlines())
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.split() == [b"who", b"https://w3id.org/araz/entity/Ilham_Aliyev"]
    assert b"Newest claims" in page
    assert server.returncode == code
    assert "Traceback" not in errors


def test_a_port_in_use_is_one_clear_line(served):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = subprocess.run(
            command(served.store, "--port", str(port)),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr == (
        f"kg: port {port} on 127.0.0.1 is in use; choose another with --port\n"
    )


@pytest.mark.parametrize("built", [False, True], ids=["missing", "empty"])
def test_nothing_to_serve_is_one_clear_line(tmp_path, built):
    folder = tmp_path / "store"
    if built:
        with open_store(folder) as store:
            store.publish()

    done = subprocess.run(
        command(folder, "--port", "0"),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )

    assert done.returncode == 1
    expected = f"kg: {folder}: there is nothing to serve; run 'kg build' first\n"
    assert done.stderr == expected


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--workers", "0"], 2, "--workers"),
        (["--port", "70000"], 2, "--port"),
        (["--host", "256.1.1.1"], 1, "cannot listen on 256.1.1.1"),
    ],
    ids=["no-workers", "port-beyond-range", "no-such-host"],
)
def test_a_setting_that_cannot_be_used_is_one_clear_line(
    served, options, code, message
):
    done = subprocess.run(
        command(served.store, *options),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )

    assert done.returncode == code
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_web_process_never_loads_a_language_model(served):
    script = (
        "import sys; from pathlib import Path; from dataclasses import replace\n"
        "from kg.config import Settings; from server import create_app\n"
        f"settings = replace(Settings(), store=Path({str(served.store)!r}))\n"
        "client = create_app(settings).test_client()\n"
        "assert client.get('/').status_code == 200\n"
        "print(sorted({'spacy', 'thinc', 'numpy', 'owlrl'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )

    assert done.stdout == "[]\n"
