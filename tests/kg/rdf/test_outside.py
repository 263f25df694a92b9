"""Nothing is asked that is not allowed, and no answer takes more than it may."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from kg.errors import OutsideError
from kg.rdf.outside import Access, SparqlCaller, fetch_rdf, request
from kg.rdf.outside_connection import is_public

RESULTS = "application/sparql-results+json"
SOLUTIONS = {
    "head": {"vars": ["x", "y"]},
    "results": {
        "bindings": [
            {"x": {"type": "uri", "value": "http://x/a"}},
            {"y": {"type": "literal", "value": "é", "xml:lang": "en"}},
        ]
    },
}


class Handler(BaseHTTPRequestHandler):
    """Answers by path: `/302/there` redirects, the others speak for themselves."""

    server: "Server"

    def do_GET(self):
        self.answer(b"")

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, body):
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        kind, _, rest = self.path[1:].partition("/")
        if kind.isdigit():
            return self.send(int(kind), headers={"Location": f"/{rest}"})
        return getattr(self, f"send_{kind}")()

    def send(self, status=200, body=b"", headers=()):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **dict(headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_turtle(self):
        self.send(body=b"<a> a <b> .", headers={"Content-Type": "text/Turtle; x=1"})

    def send_sparql(self):
        body = json.dumps(SOLUTIONS).encode()
        self.send(body=body, headers={"Content-Type": RESULTS})

    def send_ask(self):
        body = b'{"head": {}, "boolean": true}'
        self.send(body=body, headers={"Content-Type": RESULTS})

    def send_broken(self):
        self.send(body=b'{"head": {"vars"', headers={"Content-Type": RESULTS})

    def send_html(self):
        self.send(body=b"<html>", headers={"Content-Type": "text/html"})

    def send_big(self):
        self.send(body=b"x" * 1001)

    def send_endless(self):
        self.begin_chunks()
        self.drip(b"1\r\nx\r\n")

    def send_flood(self):
        self.begin_chunks()
        self.wfile.write(b"1\r\nx\r\n" * 2000)

    def begin_chunks(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send_short(self):
        self.send(body=b"x" * 10, headers={"Content-Length": "20"})

    def send_zipped(self):
        self.send(body=b"x", headers={"Content-Encoding": "gzip"})

    def send_slow(self):
        self.drip(b"H")

    def drip(self, piece):
        for _ in range(100):
            try:
                self.wfile.write(piece)
                self.wfile.flush()
            except OSError:
                return
            if self.server.closing.wait(0.05):
                return

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []
        self.closing = threading.Event()

    def handle_error(self, *_):
        """Say nothing of clients that hang up."""


@pytest.fixture
def server():
    with Server() as opened:
        thread = threading.Thread(target=opened.serve_forever, args=(0.01,))
        thread.start()
        yield opened
        opened.closing.set()
        opened.shutdown()
        thread.join()


@pytest.fixture
def url(server):
    host = f"127.0.0.1:{server.server_port}"
    return lambda path: f"http://{host}/{path}"


@pytest.fixture
def access(server, url):
    def give(*paths, **limits):
        host = f"127.0.0.1:{server.server_port}"
        allowed = frozenset(map(url, paths))
        return Access(allowed=allowed, insecure_hosts=frozenset({host}), **limits)

    return give


def test_endpoint_is_asked_by_post(server, url, access):
    call = SparqlCaller(frozenset(), access("sparql"))

    names, rows = call(url("sparql"), "SELECT * { ?x ?y 'é' }")

    assert names == ["x", "y"]
    assert rows == [
        (ox.NamedNode("http://x/a"), None),
        (None, ox.Literal("é", language="en")),
    ]
    ((method, path, headers, body),) = server.asked
    assert (method, path) == ("POST", "/sparql")
    assert parse_qs(body.decode()) == {"query": ["SELECT * { ?x ?y 'é' }"]}
    assert headers["Accept"] == RESULTS
    assert headers["User-Agent"] == "Araz/0.1 (+https://w3id.org/araz/)"
    assert headers["Host"] == f"127.0.0.1:{server.server_port}"


@pytest.mark.parametrize("path", ["ask", "broken", "html", "404/", "302/sparql"])
def test_answer_without_solutions_is_an_error(path, url, access):
    call = SparqlCaller(frozenset(), access(path, "sparql"))

    with pytest.raises(OutsideError, match=url(path)):
        call(url(path), "SELECT * {}")


def test_document_comes_with_its_media_type(server, url, access):
    found = fetch_rdf(url("turtle"), access("turtle"))

    assert found == (b"<a> a <b> .", "text/turtle")
    assert server.asked[0][0] == "GET"


def test_iri_is_encoded_on_its_way(server, url, access):
    fetch_rdf(url("turtle/é?q=ü%20&r#part"), access("turtle/é?q=ü%20&r#part"))

    assert server.asked[0][1] == "/turtle/%C3%A9?q=%C3%BC%20&r"


def test_redirects_to_allowed_urls_are_followed(url, access):
    path = "302/303/307/turtle"
    steps = [path, "303/307/turtle", "307/turtle", "turtle"]

    reply = request(url(path), access(*steps), accept="*/*")

    assert reply.url == url("turtle")


def test_redirect_keeps_what_was_posted(server, url, access):
    call = SparqlCaller(frozenset(), access("307/sparql", "sparql"))

    call(url("307/sparql"), "ASK {}")

    assert [asked[0] for asked in server.asked] == ["POST", "POST"]
    assert server.asked[0][3] == server.asked[1][3]


def test_redirect_elsewhere_is_not_followed(server, url, access):
    with pytest.raises(OutsideError, match=f"<{url('turtle')}> is not allowed"):
        request(url("302/turtle"), access("302/turtle"), accept="*/*")
    assert len(server.asked) == 1


def test_too_many_redirects_are_not_followed(server, url, access):
    path = "302/302/302/302/turtle"
    steps = [path[4 * n :] for n in range(5)]

    with pytest.raises(OutsideError, match="more than 3 redirects"):
        request(url(path), access(*steps), accept="*/*")
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "asked",
    [
        "http://127.0.0.1/turtle",
        "http://x/",
        "file:///etc/passwd",
        "",
    ],
)
def test_other_urls_are_not_asked(asked, access):
    with pytest.raises(OutsideError, match="is not allowed"):
        request(asked, access("turtle"), accept="*/*")


@pytest.mark.parametrize(
    "asked",
    [
        "file:///etc/passwd",
        "ftp://x/",
        "http:///x",
        "http://me:secret@x/",
        "x",
        "http://ü/",
    ],
)
def test_allowed_url_must_be_one_of_http(asked):
    with pytest.raises(OutsideError):
        request(asked, Access(allowed=frozenset({asked})), accept="*/*")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_private_address_is_not_asked(host, server):
    asked = f"http://{host}:{server.server_port}/turtle"

    with pytest.raises(OutsideError, match="is not public"):
        request(asked, Access(allowed=frozenset({asked})), accept="*/*")
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("0.0.0.1", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *(
            "ff02::1",
            "2001:db8::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
        ),
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)
def test_address_of_the_inside_is_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1"]
)
def test_address_of_the_internet_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("path", ["endless", "slow"], ids=["body", "headers"])
def test_drop_by_drop_does_not_win_time(path, url, access):
    with pytest.raises(OutsideError, match=r"no complete answer within 0.3 s"):
        request(url(path), access(path, seconds=0.3), accept="*/*")


def test_silent_server_does_not_win_time():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        limited = Access(
            allowed=frozenset({f"http://{host}/"}),
            insecure_hosts=frozenset({host}),
            seconds=0.2,
        )
        with pytest.raises(OutsideError, match="no complete answer"):
            request(f"http://{host}/", limited, accept="*/*")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("big", "answers more than 1000 bytes"),
        ("flood", "answers more than 1000 bytes"),
        ("short", "breaks off"),
        ("zipped", "answers compressed"),
        ("500/", "status 500"),
    ],
)
def test_answer_that_cannot_be_used_is_an_error(path, reason, url, access, monkeypatch):
    monkeypatch.setattr(
        Handler, "drip", lambda self, piece: self.wfile.write(piece * 2000)
    )
    with pytest.raises(OutsideError, match=reason):
        request(url(path), access(path, size=1000), accept="*/*")


def test_closed_port_is_an_error():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        host = f"127.0.0.1:{closed.getsockname()[1]}"
    asked = f"http://{host}/"
    allowed = Access(allowed=frozenset({asked}), insecure_hosts=frozenset({host}))

    with pytest.raises(OutsideError, match="refused"):
        request(asked, allowed, accept="*/*")


@pytest.fixture
def certificate(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-days", "1", "-subj", "/CN=x", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    return tmp_path / "cert.pem"


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "unknown"])
def test_certificate_is_verified(trusted, certificate, server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    host = f"127.0.0.1:{server.server_port}"
    asked = f"https://{host}/turtle"
    trust = ssl.create_default_context(cafile=str(certificate)) if trusted else None
    access = Access(
        allowed=frozenset({asked}), insecure_hosts=frozenset({host}), tls=trust
    )

    if trusted:
        assert fetch_rdf(asked, access) == (b"<a> a <b> .", "text/turtle")
    else:
        with pytest.raises(OutsideError, match="CERTIFICATE_VERIFY_FAILED"):
            fetch_rdf(asked, access)
