"""Looking things up: in the cache, and at Wikidata what is not there or too old.

When Wikidata cannot be asked, everything goes on with what the cache has, however old;
that is said once. What is returned depends on the cache alone, never on the order in
which things were asked for.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched

from kg.config import Settings
from kg.errors import OutsideError
from kg.rdf.terms import digest
from kg.wikidata.cache import Cache, CachedItem, CachedSearch, day_of
from kg.wikidata.client import ITEMS_A_CALL, Client
from kg.wikidata.clock import Clock
from kg.wikidata.connection import configured_server
from kg.wikidata.items import Item, kept, read_item

_SECONDS_A_DAY = 86_400


@dataclass(kw_only=True)
class Lookup:
    """What is known of items and names, from the cache or from Wikidata.

    Attributes:
        client: Asks.
        cache: Remembers.
        properties: Those whose statements are kept.
        days: How long what was fetched is good for.
        problem: Why Wikidata is not asked any more, once there is a reason.
        merged: Items asked for that were merged into others, with those.
    """

    client: Client
    cache: Cache
    properties: Collection[str]
    days: float
    problem: str | None = None
    merged: dict[str, str] = field(default_factory=dict)

    def items(self, qids: Iterable[str]) -> dict[str, Item]:
        """Return the items asked for, under the identifiers asked for, by number.

        One that is missing, or of which nothing can be known now, is left out; one
        that was merged is the item that stands for it.
        """
        wanted = sorted(set(qids), key=_number)
        for batch in batched(self._lacking(wanted), ITEMS_A_CALL):
            self._fetch(batch)
        return dict(self._read(wanted))

    def search(self, name: str) -> CachedSearch | None:
        """Return what a name may stand for, or None if that cannot be known now."""
        found = self.cache.search(name)
        if self._is_good(found) or self.problem:
            return found
        lock = self.cache.alone()
        try:
            # Another process may have asked while this one waited.
            if not self._is_good(self.cache.search(name)):
                ids = self.client.search(name)
                self.cache.add_search(name, CachedSearch(ids, self._now()))
        except OutsideError as error:
            self._give_up(error)
        finally:
            lock.close()
        return self.cache.search(name)

    def _lacking(self, qids: Iterable[str]) -> list[str]:
        if self.problem:
            return []
        kept_now = self._kept
        return [
            qid
            for qid in qids
            if not self._is_good(found := self.cache.item(qid))
            or (found is not None and found.kept != kept_now)
        ]

    def _fetch(self, qids: Iterable[str]) -> None:
        if self.problem:
            return
        lock = self.cache.alone()
        try:
            lacking = self._lacking(qids)
            found = self.client.entities(lacking) if lacking else {}
            now = self._now()
            items: dict[str, CachedItem] = {}
            for qid, entity in found.items():
                target = qid if entity is None else str(entity.get("id") or qid)
                raw = None if entity is None else kept(entity, self.properties)
                whole = CachedItem(target=target, raw=raw, fetched=now, kept=self._kept)
                pointer = CachedItem(
                    target=target, raw=None, fetched=now, kept=self._kept
                )
                items |= (
                    {qid: whole} if target == qid else {qid: pointer, target: whole}
                )
            self.cache.add_items(items)
        except OutsideError as error:
            self._give_up(error)
        finally:
            lock.close()

    def _read(self, qids: Iterable[str]) -> Iterator[tuple[str, Item]]:
        for qid in qids:
            met = [qid]
            found = self.cache.item(qid)
            # An item that others were merged into may be merged itself, later.
            while found and found.target not in met:
                met.append(found.target)
                found = self.cache.item(found.target)
            if met[1:]:
                self.merged[qid] = met[-1]
            if found and found.raw is not None:
                yield qid, read_item(found.target, found.raw, day_of(found.fetched))

    def _is_good(self, found: CachedItem | CachedSearch | None) -> bool:
        if found is None:
            return False
        return found.fetched + self.days * _SECONDS_A_DAY > self._now()

    def _now(self) -> int:
        return int(self.client.clock.now())

    @property
    def _kept(self) -> str:
        return digest(sorted(self.properties))

    def _give_up(self, error: OutsideError) -> None:
        self.problem = str(error)
        self.client.report(f"{error}; going on with what was fetched before")


def open_lookup(
    settings: Settings,
    properties: Collection[str],
    *,
    report: Callable[[str], None],
    is_batch: bool,
    clock: Clock | None = None,
) -> Lookup:
    """Return what looks things up as the settings say; its cache needs to be closed.

    Args:
        settings: Server, contact, cache and how long it is good for.
        properties: Those whose statements are kept.
        report: Is told, in one line each, what waits and what goes wrong.
        is_batch: Whether nobody waits for it.
        clock: What tells the time.

    Raises:
        ConfigError: If there is no contact.
        StoreError: If the cache cannot be used.
    """
    client = Client(
        server=configured_server(settings),
        clock=clock or Clock(),
        report=report,
        is_batch=is_batch,
    )
    return Lookup(
        client=client,
        cache=Cache(settings.wikidata_cache, report),
        properties=properties,
        days=settings.wikidata_days,
    )


def _number(qid: str) -> tuple[int, str]:
    digits = qid.removeprefix("Q")
    return (int(digits) if digits.isascii() and digits.isdigit() else 0, qid)
