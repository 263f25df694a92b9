"""Asking Wikidata as its operators wish it: one thing after another, with patience.

The Action API (https://www.wikidata.org/w/api.php) answers what is found by a name and
what items say. It also answers that it is busy, in several ways: status 429 or 503,
status 500 with a TimeoutException, the error `maxlag` under status 200, half an answer.
Then a client has to wait as long as it is told to, and not to ask for ever.
"""

import http.client
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import batched
from typing import Any

from kg.errors import AnswerTooLargeError, OutsideError
from kg.gazetteer.folding import fold
from kg.wikidata.clock import Clock
from kg.wikidata.connection import Reply, Server, get

API = "/w/api.php"
# The most that the API takes.
ITEMS_A_CALL = 50
FOUND_A_CALL = 50
LANGUAGES = "en|mul"

_TRIES = 5
# In seconds: after the first failure, for one that does not say how long, and the
# longest that anybody is waited for.
_FIRST_WAIT = 5.0
_UNTOLD_WAIT = 60.0
_LONGEST_WAIT = 600.0
_LONGEST_LAG = "5"
_BUSY = frozenset({429, 503})
_BROKEN = frozenset({500, 502, 504})
_MOVED = range(300, 400)
_BUSY_CODES = frozenset({"maxlag", "ratelimited"})
_NO_SUCH_ITEM = "no-such-entity"

type Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Delay:
    """Why there is no answer yet, and how many seconds the server wants to have."""

    reason: str
    seconds: float = 0.0


@dataclass(kw_only=True)
class Client:
    """Asks one server, one thing at a time.

    Attributes:
        server: Whom.
        clock: What waits.
        report: Is told when there is a wait.
        is_batch: Whether nobody waits for the answers, so that they can be put off
            while the database of Wikidata lags behind.
        requests: How many questions were sent.
    """

    server: Server
    clock: Clock = field(default_factory=Clock)
    report: Callable[[str], None]
    is_batch: bool = True
    requests: int = 0

    def search(self, text: str) -> tuple[str, ...]:
        """Return the items that are called so in English, likeliest first.

        Case and marks make no difference. The API finds all whose label or alias begins
        so; the others are left out, as it would be a waste to fetch them.

        Raises:
            OutsideError: If there is no answer that can be used.
        """
        asked = {
            "action": "wbsearchentities",
            "search": text,
            "language": "en",
            "type": "item",
            "limit": str(FOUND_A_CALL),
        }
        try:
            answer = self._call(asked)
        except AnswerTooLargeError as error:
            raise OutsideError(str(error)) from error
        match answer:
            case {"search": [*found]}:
                return tuple(qid for hit in found for qid in _called(hit, text))
        raise self._error(f"the answer to a search for {text!r} lists nothing")

    def entities(self, qids: Iterable[str]) -> dict[str, Json | None]:
        """Return the items asked for, as the API gives them; None is a missing one.

        An item that was merged into another is that other one: its own `id` tells.

        Raises:
            OutsideError: If there is no answer that can be used.
        """
        found: dict[str, Json | None] = {}
        for batch in batched(qids, ITEMS_A_CALL):
            found.update(self._entities(batch))
        return found

    def _entities(self, qids: Sequence[str]) -> dict[str, Json | None]:
        try:
            answer = self._call(
                {
                    "action": "wbgetentities",
                    "ids": "|".join(qids),
                    "props": "info|labels|aliases|descriptions|claims|sitelinks",
                    "languages": LANGUAGES,
                }
            )
        except AnswerTooLargeError as error:
            if len(qids) == 1:
                raise OutsideError(str(error)) from error
            return self._halves(qids)
        if "error" in answer:
            # One identifier that never existed spoils the whole call.
            return {qids[0]: None} if len(qids) == 1 else self._halves(qids)
        match answer:
            case {"entities": dict(entities)}:
                pass
            case _:
                raise self._error(f"the answer for {qids[0]} has no entities")
        found = assigned(qids, entities)
        lost = [qid for qid in qids if qid not in found]
        if lost and len(qids) == 1:
            raise self._error(f"the answer for {qids[0]} is about something else")
        for qid in lost:
            found.update(self._entities((qid,)))
        return found

    def _halves(self, qids: Sequence[str]) -> dict[str, Json | None]:
        middle = len(qids) // 2
        return self._entities(qids[:middle]) | self._entities(qids[middle:])

    def _call(self, parameters: Mapping[str, str]) -> Json:
        """Return an answer of the API, after as many tries as it takes, or as may be.

        Raises:
            OutsideError: If there is none that can be used.
            AnswerTooLargeError: If it takes more bytes than it may.
        """
        given = {**parameters, "format": "json", "formatversion": "2"}
        if self.is_batch:
            given["maxlag"] = _LONGEST_LAG
        reason = ""
        for number in range(_TRIES):
            answer = self._try(given)
            if not isinstance(answer, _Delay):
                return answer
            reason = answer.reason
            wait = max(answer.seconds, _FIRST_WAIT * 2**number)
            if wait > _LONGEST_WAIT:
                raise self._error(f"{reason}; wants to be left alone for {wait:g} s")
            if number < _TRIES - 1:
                self.report(f"<{self.server.base}>: {reason}; waiting {wait:g} s")
                self.clock.sleep(wait)
        raise self._error(f"no answer that can be used in {_TRIES} tries: {reason}")

    def _try(self, parameters: dict[str, str]) -> Json | _Delay:
        self.requests += 1
        try:
            reply = get(self.server, API, parameters)
        except TimeoutError:
            return _Delay(f"no complete answer within {self.server.seconds:g} s")
        except (OSError, http.client.HTTPException) as error:
            return _Delay(str(error) or type(error).__name__)
        if reply.status in _BUSY:
            return _Delay(f"status {reply.status}", self._told(reply))
        if reply.status in _BROKEN:
            what = " (TimeoutException)" if b"TimeoutException" in reply.body else ""
            return _Delay(f"status {reply.status}{what}")
        if reply.status in _MOVED:
            raise self._error(f"redirects to <{reply.location}>, which is not followed")
        if reply.status != http.client.OK:
            raise self._error(f"status {reply.status}")
        return self._read(reply)

    def _read(self, reply: Reply) -> Json | _Delay:
        if reply.content_type != "application/json":
            return _Delay(f"answers {reply.content_type} and not application/json")
        try:
            answer = json.loads(reply.body)
        except ValueError as error:
            return _Delay(f"the answer is no JSON: {error}")
        match answer:
            case {"error": {"code": str(code)}} if code in _BUSY_CODES:
                return _Delay(code, self._told(reply))
            case {"error": {"code": str(code)}} if code.startswith("internal_api"):
                return _Delay(code)
            case {"error": {"code": str(code), **rest}} if code != _NO_SUCH_ITEM:
                raise self._error(f"{code}: {rest.get('info', '')}")
            case dict():
                return answer
        return _Delay("the answer is no JSON object")

    def _told(self, reply: Reply) -> float:
        """Return for how many seconds not to ask (RFC 9110, section 10.2.3)."""
        return waiting_time(reply.retry_after, self.clock.now())

    def _error(self, reason: str) -> OutsideError:
        return OutsideError(f"<{self.server.base}>: {reason}")


def _called(hit: Any, name: str) -> Iterator[str]:  # noqa: ANN401 - JSON of others
    """Yield the item that a search found, unless its names only begin like the name."""
    match hit:
        case {"id": str(qid), **rest}:
            matched, aliases = rest.get("match"), rest.get("aliases")
            names = [rest.get("label"), *(aliases if isinstance(aliases, list) else [])]
            names += [matched.get("text")] if isinstance(matched, dict) else []
            given = [each for each in names if isinstance(each, str)]
            if not given or fold(name) in map(fold, given):
                yield qid


def waiting_time(retry_after: str, now: float) -> float:
    """Return what `Retry-After` says, in seconds; a minute if it says nothing.

    >>> waiting_time("7", 0), waiting_time("", 0)
    (7.0, 60.0)
    >>> waiting_time("Thu, 01 Jan 1970 00:02:00 GMT", 90)
    30.0
    """
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return _UNTOLD_WAIT
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    left = aware - datetime.fromtimestamp(now, UTC)
    return float(max(0, math.ceil(left.total_seconds())))


def assigned(
    qids: Sequence[str], entities: Mapping[str, Any]
) -> dict[str, Json | None]:
    """Return for each item asked for what the answer gives for it, as far as it tells.

    An item that was merged into another stands under its own id or under the other's,
    with or without `redirects` to say so. Where one question and one answer are left,
    they belong together.
    """
    found: dict[str, Json | None] = {}
    left = []
    for key, entity in sorted(entities.items()):
        if not isinstance(entity, dict):
            continue
        redirects = entity.get("redirects")
        asked = redirects.get("from") if isinstance(redirects, dict) else key
        known = next((qid for qid in (asked, key) if qid in qids), None)
        if known is None:
            left.append(entity)
        else:
            found[known] = None if "missing" in entity else entity
    lost = [qid for qid in qids if qid not in found]
    if len(lost) == len(left) == 1:
        found[lost[0]] = left[0]
    return found
