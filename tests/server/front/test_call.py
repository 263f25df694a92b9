"""A request as it comes in and its answer as it leaves, with hand-made ASGI."""

import asyncio
from pathlib import Path

import pytest

from server.front import call as call_module
from server.front.cache import Answer
from server.front.call import Call, ClientGoneError, encode, read_piece
from server.front.problems import ProblemError
from server.messages import Head


class Wire:
    """What a client sends, and what was sent to it."""

    def __init__(self, *messages, takes=1_000):
        self._messages = list(messages)
        self._takes = takes
        self.sent = []

    async def receive(self):
        if self._messages:
            return self._messages.pop(0)
        return await asyncio.get_running_loop().create_future()

    async def send(self, message):
        if len(self.sent) == self._takes:
            await asyncio.get_running_loop().create_future()
        self.sent.append(message)

    def call(self, *headers, method="GET", path=b"/sparql", query=b""):
        scope = {
            "type": "http",
            "method": method,
            "raw_path": path,
            "query_string": query,
            "headers": list(headers),
        }
        return Call(scope, self.receive, self.send)


def part(body, *, more=False):
    return {"type": "http.request", "body": body, "more_body": more}


CHUNKED = (b"transfer-encoding", b"chunked")
GONE = {"type": "http.disconnect"}


def test_headers_sent_twice_are_joined():
    call = Wire().call((b"accept", b"a"), (b"accept", b"b"), (b"x", b"\xe9"))

    assert call.headers == {"accept": "a,b", "x": "é"}


@pytest.mark.parametrize("given", ["a" * 16, "A.b_c-9" * 9, "0" * 64])
def test_a_fitting_id_is_kept(given):
    assert Wire().call((b"x-request-id", given.encode())).id == given


@pytest.mark.parametrize(
    "given",
    [b"", b"a" * 15, b"a" * 65, b"a" * 16 + b"\n", b"a b" * 8, b"\xe9" * 16, b"a/" * 9],
    ids=["empty", "short", "long", "newline", "space", "letter", "slash"],
)
def test_another_id_is_replaced_by_one_that_nobody_guesses(given):
    one, other = (Wire().call((b"x-request-id", given)).id for _ in range(2))

    assert len({one, other, given.decode("latin-1")}) == 3
    assert len(one) >= 16


def test_a_body_comes_in_parts():
    wire = Wire(part(b"AS", more=True), part(b"", more=True), part(b"K {}"))

    assert asyncio.run(wire.call(CHUNKED).body(100, 5)) == b"ASK {}"


def test_without_a_body_nothing_is_waited_for():
    assert asyncio.run(Wire().call().body(100, 5)) == b""


def test_a_body_that_says_it_is_too_long_is_refused_unread():
    with pytest.raises(ProblemError, match="100") as caught:
        asyncio.run(Wire().call((b"content-length", b"101")).body(100, 5))

    assert caught.value.status == 413


def test_a_body_that_turns_out_too_long_is_refused():
    wire = Wire(part(b"x" * 60, more=True), part(b"x" * 41))
    with pytest.raises(ProblemError) as caught:
        asyncio.run(wire.call(CHUNKED).body(100, 5))

    assert caught.value.status == 413


@pytest.mark.parametrize("length", [b"100", b"0100"])
def test_a_body_of_just_the_size_allowed_is_read(length):
    wire = Wire(part(b"x" * 100))

    assert len(asyncio.run(wire.call((b"content-length", length)).body(100, 5))) == 100


def test_a_client_that_goes_amid_its_body_is_gone():
    wire = Wire(part(b"x", more=True), GONE)
    with pytest.raises(ClientGoneError):
        asyncio.run(wire.call(CHUNKED).body(100, 5))


def test_a_body_that_does_not_come_in_time_is_refused():
    with pytest.raises(ProblemError) as caught:
        asyncio.run(Wire(part(b"x", more=True)).call(CHUNKED).body(100, 0.01))

    assert caught.value.status == 408


@pytest.mark.parametrize(
    ("way", "taken"),
    [
        ("begin", 0),
        ("part", 1),
        ("reply", 0),
        ("reply", 1),
        ("file", 0),
        ("file", 1),
        ("file", 3),
    ],
)
def test_a_client_that_takes_nothing_is_not_waited_for_for_ever(
    monkeypatch, way, taken
):
    monkeypatch.setattr(call_module, "_STALL_SECONDS", 0.01)
    head = Head(status=200, headers=())

    async def answer():
        call = Wire(takes=taken).call()
        if way == "reply":
            await call.reply(Answer(head, b"x"))
        elif way == "file":
            await call.file(head, iter([b"a", b"b", b"c"]))
        else:
            await call.begin(head)
            await call.part(b"x")

    async def bounded():
        async with asyncio.timeout(2):
            await answer()

    with pytest.raises(ClientGoneError):
        asyncio.run(bounded())


def test_an_answer_in_parts_is_counted():
    wire = Wire()
    call = wire.call()

    async def answer():
        await call.begin(Head(status=200, headers=(("Content-Type", "text/csv"),)))
        await call.part(b"abc")
        await call.part(b"", last=True)

    asyncio.run(answer())
    start, *parts = wire.sent
    assert (call.status, call.size) == (200, 3)
    assert (b"x-request-id", call.id.encode()) in start["headers"]
    assert b"content-length" not in dict(start["headers"])
    assert [p["more_body"] for p in parts] == [True, False]


def test_a_whole_answer_has_its_length_and_the_id_of_its_own_request():
    wire = Wire()
    call = wire.call((b"x-request-id", b"an-id-of-my-own-1"))
    head = Head(status=200, headers=(("Content-Length", "999"),))
    asyncio.run(call.reply(Answer(head, b"abc", 2)))

    headers = wire.sent[0]["headers"]
    assert [v for n, v in headers if n == b"content-length"] == [b"3"]
    assert (b"x-request-id", b"an-id-of-my-own-1") in headers
    assert wire.sent[1]["body"] == b"abc"
    assert (call.size, call.rows) == (3, 2)


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_has_no_length(status):
    assert encode(Head(status=status, headers=()), 0) == ()


def test_a_piece_of_a_file_is_just_that(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 4_000)
    whole = path.read_bytes()

    assert b"".join(read_piece(path, 0, len(whole))) == whole
    assert b"".join(read_piece(path, 100, 600_000)) == whole[100:600_100]
    assert b"".join(read_piece(path, 5, 0)) == b""


def test_a_file_that_is_gone_is_known_before_anything_is_sent(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_piece(tmp_path / "gone", 0, 1)
