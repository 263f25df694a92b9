"""OpenRefine for tests: the real program, without a window, asked over HTTP.

See https://openrefine.org/docs/technical-reference/openrefine-api.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

PROGRAM = "openrefine"
# How long Java may take to start, and a process of OpenRefine to end.
_SECONDS = 120.0
_PAUSE = 0.2
_ROWS = '{"facets": [], "mode": "row-based"}'


@dataclass(frozen=True, slots=True)
class Refine:
    """An OpenRefine that runs on a port of this machine."""

    port: int

    def create_project(self, name: str, table: Path) -> str:
        """Make a project of a CSV file, and return its id."""
        boundary = uuid.uuid4().hex
        parts = {
            "project-name": name.encode(),
            "format": b"text/line-based/*sv",
            "options": json.dumps(
                {"separator": ",", "encoding": "UTF-8", "headerLines": 1}
            ).encode(),
        }
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n'
            "\r\n".encode()
            + value
            + b"\r\n"
            for key, value in parts.items()
        )
        body += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="project-file"; '
            f'filename="{table.name}"\r\nContent-Type: text/csv\r\n\r\n'
        ).encode()
        body += table.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        path = "create-project-from-upload?" + urlencode({"csrf_token": self._token()})
        content_type = f"multipart/form-data; boundary={boundary}"
        status, headers, text = self._send("POST", path, body, content_type)
        assert status == 302, text
        return parse_qs(urlsplit(headers["Location"]).query)["project"][0]

    def reconcile(self, project: str, column: str, config: Mapping[str, Any]) -> None:
        """Reconcile a column, and wait until it is done."""
        self._run(project, "reconcile", columnName=column, config=json.dumps(config))

    def extend(self, project: str, column: str, **parameters: str) -> None:
        """Add columns from reconciled data, and wait until it is done."""
        self._run(project, "extend-data", baseColumnName=column, **parameters)

    def guess_types(self, project: str, column: str, service: str) -> Any:
        """Return the types that OpenRefine proposes for a column."""
        given = {"project": project, "columnName": column, "service": service}
        return self.post("guess-types-of-column", **given)["types"]

    def table(self, project: str) -> list[dict[str, Any]]:
        """Return the rows: cells by the names of their columns."""
        models = self.get("get-models", project=project)
        columns = models["columnModel"]["columns"]
        answer = self.post(
            "get-rows", project=project, start="0", limit="1000", engine=_ROWS
        )
        recons = answer["pool"]["recons"]
        rows = []
        for row in answer["rows"]:
            cells = {}
            for column in columns:
                given = row["cells"] + [None] * len(columns)
                cell = dict(given[column["cellIndex"]] or {})
                if "r" in cell:
                    cell["r"] = recons[str(cell["r"])]
                cells[column["name"]] = cell
            rows.append(cells)
        return rows

    def get(self, command: str, **parameters: str) -> Any:
        """Return what a command answers to GET."""
        status, _, text = self._send("GET", f"{command}?{urlencode(parameters)}")
        assert status == 200, text
        return json.loads(text)

    def post(self, command: str, **parameters: str) -> Any:
        """Return what a command answers to POST."""
        body = urlencode({**parameters, "csrf_token": self._token()}).encode()
        # It takes the project from the URL only.
        path = command
        if "project" in parameters:
            path += "?" + urlencode({"project": parameters["project"]})
        form = "application/x-www-form-urlencoded"
        status, _, text = self._send("POST", path, body, form)
        assert status == 200, text
        answer = json.loads(text)
        assert answer.get("code") != "error", answer
        return answer

    def _run(self, project: str, command: str, **parameters: str) -> None:
        self.post(command, project=project, engine=_ROWS, **parameters)
        end = time.monotonic() + _SECONDS
        while self.get("get-processes", project=project)["processes"]:
            assert time.monotonic() < end, f"{command} does not end"
            time.sleep(_PAUSE)

    def _token(self) -> str:
        return str(self.get("get-csrf-token")["token"])

    def _send(
        self, method: str, path: str, body: bytes | None = None, content_type: str = ""
    ) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Content-Type": content_type} if content_type else {}
            connection.request(method, f"/command/core/{path}", body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode()
        finally:
            connection.close()


@contextmanager
def refining(folder: Path) -> Iterator[Refine]:
    """Start OpenRefine with a folder of its own, and stop it by its pid."""
    program = shutil.which(PROGRAM)
    assert program, f"{PROGRAM} is not installed"
    port = _free_port()
    log = folder / "openrefine.log"
    (folder / "data").mkdir()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [
                *(program, "-p", str(port), "-i", "127.0.0.1", "-m", "700M"),
                *("-d", str(folder / "data"), "-x", "refine.headless=true"),
            ],
            stdout=sink,
            stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(folder), "REFINE_MIN_MEMORY": "256M"},
            start_new_session=True,
        )
    try:
        _await(process, port, log)
        yield Refine(port)
    finally:
        process.terminate()
        try:
            process.wait(_SECONDS)
        finally:
            # As a rule there is nothing left to kill.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            Refine(port).get("get-version")
        except (OSError, AssertionError, http.client.HTTPException):
            time.sleep(_PAUSE)
        else:
            return
    raise AssertionError(f"OpenRefine does not start: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
