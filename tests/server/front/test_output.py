"""What a worker holds back, when it begins to send, and what it compresses."""

import gzip
import socket
from typing import cast

import brotli
import pytest

from server.messages import FRAME, End, Head, unpack_reply
from server.worker.output import Output

WINDOW = 1 << 20
PART = 1 << 16
CSV = ("Content-Type", "text/csv; charset=utf-8")
DECODERS = {"gzip": gzip.decompress, "br": brotli.decompress}


class Channel:
    """The socket to the front, which remembers what was sent."""

    def __init__(self):
        self._sent = b""

    def sendall(self, data):
        self._sent += data

    @property
    def replies(self):
        """All that was sent, frame by frame."""
        found, offset = [], 0
        while offset < len(self._sent):
            kind, length = FRAME.unpack_from(self._sent, offset)
            offset += FRAME.size
            found.append(unpack_reply(kind, self._sent[offset : offset + length]))
            offset += length
        return found

    @property
    def head(self):
        return self.replies[0]

    @property
    def headers(self):
        return {name.lower(): value for name, value in self.head.headers}

    @property
    def body(self):
        return b"".join(part for part in self.replies if isinstance(part, bytes))


def opened(*headers, accepted="", status=200):
    channel = Channel()
    head = Head(status=status, headers=headers or (CSV,))
    return Output(cast("socket.socket", channel), head, accepted), channel


def answered(body, *headers, accepted="", status=200):
    output, channel = opened(*headers, accepted=accepted, status=status)
    output.write(body)
    output.finish(End())
    return channel


@pytest.mark.parametrize("size", [0, 1, 1000, WINDOW - 1])
def test_an_answer_below_the_window_goes_whole_and_at_the_end(size):
    output, channel = opened()
    body = b"x" * size
    for start in range(0, size, 100_000):
        output.write(body[start : start + 100_000])

    assert channel.replies == []
    assert not output.started
    output.finish(End(rows=3, retire=True))
    head, sent, end = channel.replies
    assert head == Head(status=200, headers=(CSV,), complete=True)
    assert sent == body
    assert end == End(rows=3, retire=True)


@pytest.mark.parametrize("size", [WINDOW, WINDOW + 1, 3 * WINDOW])
def test_an_answer_that_fills_the_window_begins(size):
    output, channel = opened()
    output.write(b"x" * size)

    assert output.started
    assert channel.head == Head(status=200, headers=(CSV,))
    assert len(channel.body) == size
    output.finish(End(rows=1))
    assert channel.replies[-1] == End(rows=1)
    assert len(channel.body) == size


def test_once_begun_parts_are_sent_as_soon_as_they_are_worth_it():
    output, channel = opened()
    output.write(b"x" * WINDOW)
    output.write(b"y" * (PART - 1))
    assert len(channel.body) == WINDOW
    output.write(b"y")
    assert len(channel.body) == WINDOW + PART
    output.write(b"z")
    output.finish(End())
    assert channel.body == b"x" * WINDOW + b"y" * PART + b"z"


def test_nothing_is_sent_twice_or_left_out_however_it_is_written():
    body = bytes(range(256)) * 8_000
    for step in (1_000, 65_537, 300_001, len(body)):
        for accepted in ("", "gzip", "br"):
            output, channel = opened(accepted=accepted)
            for start in range(0, len(body), step):
                part = body[start : start + step]
                assert output.write(memoryview(part)) == len(part)
            output.finish(End())
            decode = DECODERS.get(accepted, bytes)
            assert decode(channel.body) == body


def test_what_was_held_back_can_be_replaced():
    output, channel = opened(accepted="br")
    output.write(b"x" * 100_000)
    output.replace(Head(status=422, headers=(("Content-Type", "text/plain"),)), b"no")
    output.finish(End())

    assert channel.head.status == 422
    assert channel.headers == {"content-type": "text/plain"}
    assert channel.body == b"no"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
@pytest.mark.parametrize(
    ("size", "compressed"), [(1023, False), (1024, True), (2 * WINDOW, True)]
)
def test_only_what_saves_a_packet_is_compressed(size, compressed, encoding):
    channel = answered(b"x" * size, accepted=encoding)

    assert ("content-encoding" in channel.headers) == compressed
    assert (len(channel.body) < size) == compressed
    if compressed:
        assert channel.headers["content-encoding"] == encoding
        assert DECODERS[encoding](channel.body) == b"x" * size


@pytest.mark.parametrize("size", [5_000, 2 * WINDOW], ids=["at-once", "in-parts"])
@pytest.mark.parametrize(
    ("media_type", "compressed"),
    [
        ("text/csv; charset=utf-8", True),
        ("text/html", True),
        ("application/sparql-results+json", True),
        ("application/n-triples", True),
        ("application/problem+json", True),
        ("application/gzip", False),
        ("application/octet-stream", False),
        ("image/png", False),
    ],
)
def test_only_what_can_be_compressed_is(media_type, compressed, size):
    channel = answered(b"x" * size, ("Content-Type", media_type), accepted="gzip, br")

    assert ("content-encoding" in channel.headers) == compressed
    assert (channel.body == b"x" * size) == (not compressed)


@pytest.mark.parametrize("size", [5_000, 2 * WINDOW], ids=["at-once", "in-parts"])
@pytest.mark.parametrize(
    ("status", "header"),
    [
        (206, ("Content-Range", "bytes 0-4999/9999")),
        (200, ("content-encoding", "zstd")),
    ],
    ids=["part", "compressed-already"],
)
def test_a_part_and_what_is_compressed_already_stay_as_they_are(status, header, size):
    given = (CSV, header, ("ETag", '"a"'), ("Vary", "Accept"))
    channel = answered(b"x" * size, *given, accepted="br", status=status)

    assert channel.head.headers == given
    assert channel.head.status == status
    assert channel.body == b"x" * size


@pytest.mark.parametrize("size", [5_000, 2 * WINDOW], ids=["at-once", "in-parts"])
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], {"vary": "Accept-Encoding"}),
        ([("Vary", "Accept")], {"vary": "Accept, Accept-Encoding"}),
        ([("vary", "Accept"), ("Vary", "Origin")],
         {"vary": "Accept, Origin, Accept-Encoding"}),
        ([("ETag", '"a"')], {"etag": 'W/"a"'}),
        ([("etag", 'W/"a"')], {"etag": 'W/"a"'}),
        ([("Content-Length", "5000")], {}),
        ([("Link", "<x>"), ("Link", "<y>")], {}),
    ],
    ids=[
        *("no-vary", "vary", "two-vary", "strong-tag", "weak-tag", "length", "link"),
    ],
)  # fmt: skip
def test_the_head_of_a_compressed_answer_says_so(given, expected, size):
    channel = answered(b"x" * size, CSV, *given, accepted="br")

    names = [name.lower() for name, _ in channel.head.headers]
    assert names.count("vary") == names.count("content-encoding") == 1
    assert "content-length" not in names
    assert names.count("link") == sum(name == "Link" for name, _ in given)
    assert channel.headers.items() >= expected.items()
    assert "Accept-Encoding" in channel.headers["vary"]


def test_compressed_bytes_are_the_same_every_time():
    for accepted in DECODERS:
        one, other = (answered(b"abc" * 9_000, accepted=accepted) for _ in range(2))
        assert one.body == other.body


def test_a_front_that_is_gone_is_told_of():
    own, other = socket.socketpair()
    other.close()
    with own:
        output = Output(own, Head(status=200, headers=(CSV,)), "")
        output.write(b"x")
        with pytest.raises(BrokenPipeError):
            output.finish(End())
