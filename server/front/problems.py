"""Errors that the front itself answers: problem+json, or a plain page for people.

See RFC 9457.
"""

import json
import math
from dataclasses import dataclass
from html import escape
from http import HTTPStatus

from server.http.headers import SECURITY, SHARED
from server.http.negotiation import prefers_html
from server.messages import Head

_PAGE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{status} {title} – Araz</title>
  <link rel="stylesheet" href="/static/araz.css">
</head>
<body>
<header><a class="brand" href="/">Araz</a></header>
<main id="content">
<h1>{title}</h1>
<p class="problem" role="alert">{detail}</p>
<p class="quiet">HTTP status {status}. Back to <a href="/">the start</a>.</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class ProblemError(Exception):
    """A request that the front does not have answered.

    `outcome` is the word that log and metrics have for it; `retry_after` is in
    seconds; `allow` are the methods that an address takes.
    """

    status: int
    detail: str
    outcome: str
    retry_after: float | None = None
    allow: str = ""


def tell(problem: ProblemError, accept: str) -> tuple[Head, bytes]:
    """Return the answer that tells a problem to who accepts this."""
    title = HTTPStatus(problem.status).phrase
    if prefers_html(accept):
        page = _PAGE.format(
            status=problem.status, title=title, detail=escape(problem.detail)
        )
        media_type, body = "text/html; charset=utf-8", page.encode()
    else:
        content = {
            "type": "about:blank",
            "title": title,
            "status": problem.status,
            "detail": problem.detail,
        }
        media_type = "application/problem+json"
        body = json.dumps(content, ensure_ascii=False).encode() + b"\n"
    headers = [("Content-Type", media_type), ("Cache-Control", "no-store")]
    if problem.retry_after is not None:
        headers.append(("Retry-After", str(max(1, math.ceil(problem.retry_after)))))
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers.append(("WWW-Authenticate", 'Bearer realm="araz"'))
    if problem.allow:
        headers.append(("Allow", problem.allow))
    headers += [*SECURITY.items(), *SHARED.items()]
    return Head(status=problem.status, headers=tuple(headers), complete=True), body
