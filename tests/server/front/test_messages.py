"""What the front and its workers say to each other arrives as it was said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.messages import (
    FRAME,
    End,
    Failure,
    Head,
    Piece,
    Ready,
    Request,
    pack_reply,
    pack_request,
    unpack_reply,
    unpack_request,
)

# Headers come as bytes and are read as Latin-1.
LATIN = st.text(st.characters(max_codepoint=255))
HEADERS = st.lists(st.tuples(LATIN, LATIN), max_size=4).map(tuple)


def body_of(frame):
    kind, length = FRAME.unpack_from(frame)
    assert len(frame) == FRAME.size + length
    return kind, frame[FRAME.size :]


@given(LATIN, LATIN, HEADERS, st.binary(max_size=200))
def test_a_request_arrives_as_it_was_sent(path, query, headers, body):
    request = Request(
        method="POST",
        path=path,
        query=query,
        headers=headers,
        client="192.0.2.1",
        scheme="http",
        host="127.0.0.1",
        port=8000,
        body=body,
    )

    assert unpack_request(body_of(pack_request(request))[1]) == request


@pytest.mark.parametrize(
    "reply",
    [
        Ready(generation="0" * 32, triples=7),
        Head(status=200, headers=(("ETag", 'W/"é"'), ("Vary", "Accept"))),
        Head(status=404, headers=(), complete=True),
        Piece(path=Path("/a b/ü.nq"), start=3, length=1 << 40),
        End(),
        End(rows=3, retire=True),
        Failure(reason='"broken"\nü'),
        b"",
        bytes(range(256)),
    ],
    ids=lambda reply: type(reply).__name__,
)
def test_a_reply_arrives_as_it_was_sent(reply):
    assert unpack_reply(*body_of(pack_reply(reply))) == reply
