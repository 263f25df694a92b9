"""The index from surfaces to entries."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Self

from kg.errors import GazetteerError
from kg.gazetteer.content import Content
from kg.gazetteer.database import write_content
from kg.gazetteer.derived import NameParts
from kg.gazetteer.folding import Transliteration, fold
from kg.gazetteer.rows import Rows
from kg.gazetteer.search import Search
from kg.gazetteer.spotting import Spotting
from kg.gazetteer.surfaces import FORMS, Key
from kg.gazetteer.values import (
    Candidate,
    CountryFacts,
    GazetteerEntry,
    NameForm,
    OfficeHolder,
)
from kg.gazetteer.words import WordStart
from kg.sqlite import open_unchanging

# Names in an article are asked for several times each.
_KEPT = 4096


class Gazetteer:
    """All entities known beforehand, by every surface that may name them.

    It reads a database, which `opened` takes from a file. Made of tables themselves,
    it writes one in memory. It is for one thread at a time.

    Args:
        entries: The entities.
        countries: States and territories, with the names that stand for them.
        office_holders: Persons in office.
        spotting: Which surfaces a matcher may spot, and which need their case.
        transliteration: Replacements that level transliterations.
        name_parts: Where names are cut; without them no names are derived.
        as_of: The date of the tables, which is that of the links they give.
    """

    def __init__(  # noqa: PLR0913 - one for each table
        self,
        *,
        entries: Iterable[GazetteerEntry],
        countries: Iterable[CountryFacts],
        office_holders: Iterable[OfficeHolder],
        spotting: Spotting,
        transliteration: Transliteration,
        name_parts: NameParts | None = None,
        as_of: date | None = None,
    ) -> None:
        content = Content(
            entries=tuple(entries),
            countries=tuple(countries),
            office_holders=tuple(office_holders),
            spotting=spotting,
            transliteration=transliteration,
            name_parts=name_parts,
            as_of=as_of,
        )
        file = sqlite3.connect(":memory:", check_same_thread=False)
        write_content(file, content)
        self._read(Rows(file, "the gazetteer in memory"))

    @classmethod
    def of(cls, content: Content) -> Self:
        """Return the gazetteer of tables that were read, with its index in memory."""
        return cls(
            entries=content.entries,
            countries=content.countries,
            office_holders=content.office_holders,
            spotting=content.spotting,
            transliteration=content.transliteration,
            name_parts=content.name_parts,
            as_of=content.as_of,
        )

    @classmethod
    def opened(cls, path: Path, fingerprint: str) -> Self:
        """Open a file that `kg.gazetteer.database` wrote; it must not change any more.

        Args:
            path: The file.
            fingerprint: What it has to have been written with.

        Raises:
            GazetteerError: If it cannot be read, or is of other tables.
        """
        try:
            file = open_unchanging(path)
        except sqlite3.Error as error:
            raise GazetteerError(f"{path}: cannot be opened: {error}") from error
        gazetteer = cls.__new__(cls)
        rows = Rows(file, str(path))
        rows.map_memory()
        if (found := rows.rules().fingerprint) != fingerprint:
            message = f"{path}: is the index of {found}; {fingerprint} was expected"
            raise GazetteerError(message)
        gazetteer._read(rows)  # noqa: SLF001 - its own
        return gazetteer

    def _read(self, rows: Rows) -> None:
        # The caches hold the rows and not this object, so that it is let go of when
        # nobody has it any more.
        self._rows = rows
        self._rules = rows.rules()
        search = Search(rows, self._rules)
        self._candidates = lru_cache(_KEPT)(search.candidates)
        self._derived = lru_cache(_KEPT)(search.derived)
        self._similar = lru_cache(_KEPT)(search.similar)
        self._identifier = lru_cache(_KEPT)(partial(_identifier, rows))

    @property
    def as_of(self) -> date | None:
        """The date of the tables."""
        return self._rules.as_of

    @property
    def entries(self) -> tuple[GazetteerEntry, ...]:
        """All entries in the order of the tables, read anew each time."""
        return tuple(self._rows.entries())

    def candidates(self, surface: str) -> tuple[Candidate, ...]:
        """Return the entries a surface may name, best first: by form, then prior.

        An exact spelling comes before one that differs in case, marks or
        punctuation; when nothing is found, the name of a company is tried without
        its legal form, then other transliterations. Acronyms and names that are
        ordinary words are found in their own case only.
        """
        return self._candidates(surface)

    def derived(self, surface: str) -> tuple[Candidate, ...]:
        """Return the entries that a name made from theirs may stand for, best first.

        Such names are initials, surnames, and names without the state or the kind of
        thing; see `kg.gazetteer.derived`.
        """
        return self._derived(surface)

    def similar(self, surface: str) -> tuple[Candidate, ...]:
        """Return the entries whose names a surface may be, misspelt; closest first.

        That is a guess for a name that nothing else is known of. One of at least six
        letters may have one edit, and of ten or more, two; see
        `kg.gazetteer.misspelling`.
        """
        return self._similar(surface)

    def beginning(self, text: str, limit: int) -> tuple[str, ...]:
        """Return the local names of entries in whose names words begin so.

        Whole names come first, then names that begin so, then other words of names;
        of these, what is likelier comes first.
        """
        start = fold(text)
        return tuple(self._rows.beginning(start, limit)) if start else ()

    def starting(self, start: str, limit: int) -> tuple[WordStart, ...]:
        """Return folded names, from one of their words on, that begin so, in order."""
        return tuple(self._rows.starting(start, limit)) if start else ()

    def phrases(self) -> Iterator[tuple[str, Candidate]]:
        """Yield every surface that is safe to spot in a text, with its best candidate.

        The surface is to be matched letter by letter, case included. Each comes once.
        """
        return self._rows.phrases()

    def is_generic(self, surface: str) -> bool:
        """Say whether a name says what a body is, but not which: "National Guard"."""
        return self._rules.spotting.is_generic(surface)

    def is_safe(self, candidate: Candidate) -> bool:
        """Say whether the candidate's surface hardly ever names anything else."""
        return self._rules.spotting.is_safe(candidate)

    def state(self, iso2: str) -> GazetteerEntry | None:
        """Return the state or territory with an ISO 3166 alpha-2 code."""
        return self._rows.state(iso2)

    def by_qid(self, qid: str) -> GazetteerEntry | None:
        """Return the entry with a Wikidata identifier."""
        return self._rows.by_qid(qid)

    def by_name(self, name: str) -> GazetteerEntry | None:
        """Return the likeliest entry whose name is exactly this."""
        known = self._rows.names(Key.EXACT, name)
        named = (n.entry for n in known if FORMS[n.form] is NameForm.NAME)
        return next(map(self._rows.entry, named), None)

    def identifier(self, entry: GazetteerEntry) -> str:
        """Return the local name of an entry in the knowledge graph.

        Where several entries share a name, the likeliest has it as it is; the others
        get their type, then their identifier as a suffix. It depends on the tables
        only, never on the articles read.

        Raises:
            KeyError: For an entry that is not of this gazetteer.
        """
        return self._identifier(entry)

    def entry(self, identifier: str) -> GazetteerEntry | None:
        """Return the entry with a local name in the knowledge graph."""
        return self._rows.by_identifier(identifier)

    def office_holders(self) -> tuple[OfficeHolder, ...]:
        """Return all holders of offices."""
        return self._office_holders

    def country_facts(self) -> tuple[CountryFacts, ...]:
        """Return what is known of states and territories, in order of their codes."""
        return self._country_facts

    @cached_property
    def _office_holders(self) -> tuple[OfficeHolder, ...]:
        return tuple(self._rows.office_holders())

    @cached_property
    def _country_facts(self) -> tuple[CountryFacts, ...]:
        return tuple(self._rows.countries())


def _identifier(rows: Rows, entry: GazetteerEntry) -> str:
    for named in rows.names(Key.EXACT, entry.name):
        if rows.entry(named.entry) == entry:
            return rows.identifier(named.entry)
    raise KeyError(entry.name)
