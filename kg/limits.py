"""What the value of a setting has to be, besides its type, and how to say so."""

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from typing import Any


def _are_networks(text: str) -> bool:
    try:
        return bool([ip_network(word) for word in text.split()]) or not text.strip()
    except ValueError:
        return False


_POSITIVE = (
    "workers",
    "deadline",
    "long_deadline",
    "outside_deadline",
    "query_memory",
    "max_rows",
    "max_answer",
    "max_body",
    "client_queries",
    "workbench_text",
    "workbench_deadline",
    "workbench_memory",
    "workbench_idle",
)
_COUNTS = (
    "slow_workers",
    "cache",
    "proxies",
    "rate",
    "wikidata_days",
    "workbench_queue",
    "workbench_rate",
)
_WORKBENCH = ("off", "on-demand", "at-start")
# From the name of a setting to a test of its value, and what it needs.
LIMITS: Mapping[str, tuple[Callable[[Any], object], str]] = {
    "base_iri": (
        re.compile(r"https?://[^\s<>\"{}|\\^`#?]+/").fullmatch,
        "an http or https IRI that ends with a slash",
    ),
    "engine": (lambda name: name in ("araz", "owlrl"), "araz or owlrl"),
    "workbench": (_WORKBENCH.__contains__, "off, on-demand or at-start"),
    "max_article": (lambda length: length > 0, "a number above 0"),
    "port": (lambda port: 0 <= port <= 65_535, "a port from 0 to 65535"),
    **{name: (lambda number: number > 0, "a number above 0") for name in _POSITIVE},
    **{name: (lambda number: number >= 0, "no negative number") for name in _COUNTS},
    "unlimited": (_are_networks, "networks such as 10.0.0.0/8, with spaces between"),
    "wikidata": (
        re.compile(r"https?://[A-Za-z0-9.:\[\]-]+").fullmatch,
        "scheme and host, such as https://www.wikidata.org, without a path",
    ),
    "wikidata_contact": (
        re.compile(r"(?:https?://[!-'*-~]+|[!-'*-?A-~]+@[!-'*-?A-~]+)?").fullmatch,
        "a mail address or a URL",
    ),
    "token_hash": (
        re.compile(r"(?:sha256:[0-9a-f]{64})?").fullmatch,
        "what 'kg token' prints",
    ),
}
