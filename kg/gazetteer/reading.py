"""Reading the tables of a folder, from which an index is made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kg.errors import GazetteerError
from kg.gazetteer.content import Content
from kg.gazetteer.derived import read_name_parts
from kg.gazetteer.folding import read_transliteration
from kg.gazetteer.spotting import read_spotting
from kg.gazetteer.tables import (
    COUNTRIES,
    ENTITIES,
    MORE_NAMES,
    OFFICE_HOLDERS,
    STATE_NAMES,
    UNLINKED,
    Row,
    read_rows,
    values,
)
from kg.gazetteer.values import (
    CountryFacts,
    GazetteerEntry,
    HoldingStatus,
    NameForm,
    OfficeHolder,
)

type _Entries = Mapping[str, GazetteerEntry]

_QID = re.compile(r"Q[1-9]\d*")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_FULL_PRIOR = 1000
# Rows without a verified item were chosen by hand because news speak of them, but
# nothing is measured about them: they take a middling rank.
_UNLINKED_PRIOR = 0.5
_STATUSES = {str(status) for status in HoldingStatus}
# The peoples whose demonym has a plural of its own or none take it from the table.
_NO_PLURAL = re.compile(r"(ese|sh|ch|s|x|z)$")


@dataclass(frozen=True, slots=True)
class _StateName:
    iso2: str
    form: NameForm
    surface: str


def read_content(folder: Path) -> Content:
    """Read the tables and return what they hold.

    Args:
        folder: The folder of the tables, as in `seeds/gazetteer`.

    Raises:
        GazetteerError: For a missing table or a malformed row; names file and line.
    """
    entries = _with_more_names(
        folder / "more_names.tsv",
        [
            *_read_entities(folder / "entities.tsv"),
            *_read_unlinked(folder / "unlinked.tsv"),
        ],
    )
    by_qid = {entry.qid: entry for entry in entries if entry.qid}
    extra = list(_read_state_names(folder / "state_names.tsv"))
    return Content(
        entries=tuple(entries),
        countries=_read_countries(folder / "countries.tsv", by_qid, extra),
        office_holders=_read_office_holders(folder / "office_holders.tsv", by_qid),
        spotting=read_spotting(folder),
        transliteration=read_transliteration(folder / "transliteration.tsv"),
        name_parts=read_name_parts(folder / "name_parts.tsv"),
        as_of=_read_date(folder / "as_of.txt"),
    )


def _read_date(file: Path) -> date:
    try:
        return date.fromisoformat(file.read_text(encoding="utf-8").strip())
    except (OSError, ValueError) as error:
        message = f"{file}: needs the date of the tables as YYYY-MM-DD: {error}"
        raise GazetteerError(message) from error


def _read_entities(file: Path) -> Iterator[GazetteerEntry]:
    seen: set[str] = set()
    for row in read_rows(file, ENTITIES):
        qid, name, type_name, aliases, country, prior, sources = row.cells
        if not _QID.fullmatch(qid) or qid in seen:
            row.fail(f"needs an identifier of its own such as Q794, not {qid!r}")
        seen.add(qid)
        _check_named(row, name, type_name)
        if not prior.isdigit() or int(prior) > _FULL_PRIOR:
            row.fail(f"the prior needs to be from 0 to {_FULL_PRIOR}, not {prior!r}")
        yield GazetteerEntry(
            qid=qid,
            name=name,
            type=type_name,
            country=country or None,
            prior=int(prior) / _FULL_PRIOR,
            aliases=values(aliases),
            source=sources,
        )


def _read_unlinked(file: Path) -> Iterator[GazetteerEntry]:
    seen: set[tuple[str, str]] = set()
    for row in read_rows(file, UNLINKED):
        name, type_name, aliases, country = row.cells
        _check_named(row, name, type_name)
        if (name, type_name) in seen:
            row.fail(f"{name!r} is there twice as {type_name}; one row was expected")
        seen.add((name, type_name))
        yield GazetteerEntry(
            qid=None,
            name=name,
            type=type_name,
            country=country or None,
            prior=_UNLINKED_PRIOR,
            aliases=values(aliases),
            source="general",
        )


def _with_more_names(file: Path, entries: list[GazetteerEntry]) -> list[GazetteerEntry]:
    """Add the spellings that the project itself has collected."""
    index = {(entry.name, entry.type): i for i, entry in enumerate(entries)}
    for row in read_rows(file, MORE_NAMES):
        name, type_name, alias = row.cells
        if (name, type_name) not in index:
            row.fail(f"{name!r} needs a row of the type {type_name!r}")
        i = index[(name, type_name)]
        aliases = dict.fromkeys((*entries[i].aliases, alias))
        entries[i] = replace(entries[i], aliases=tuple(aliases))
    return entries


def _check_named(row: Row, name: str, type_name: str) -> None:
    if not name or not type_name:
        row.fail("needs a name and a type")


def _read_state_names(file: Path) -> Iterator[_StateName]:
    forms = {str(form): form for form in (NameForm.DEMONYM, NameForm.METONYM)}
    for row in read_rows(file, STATE_NAMES):
        iso2, form, surface = row.cells
        if form not in forms or not surface:
            row.fail(f"needs demonym or metonym and a name, not {form!r}, {surface!r}")
        yield _StateName(iso2, forms[form], surface)


def _read_countries(
    file: Path, by_qid: _Entries, extra: list[_StateName]
) -> tuple[CountryFacts, ...]:
    facts = []
    for row in read_rows(file, COUNTRIES):
        qid, _, iso2, iso3, _, demonyms, capital, neighbours, metonyms, *rest = (
            row.cells
        )
        continent, sources = rest
        for needed in filter(None, (qid, capital)):
            if needed not in by_qid:
                row.fail(f"{needed} needs a row in entities.tsv")
        own = [name for name in extra if name.iso2 == iso2]
        facts.append(
            CountryFacts(
                entry=by_qid[qid],
                iso2=iso2,
                iso3=iso3 or None,
                capital=by_qid.get(capital),
                neighbours=values(neighbours),
                demonyms=_merge(_plurals(values(demonyms)), own, NameForm.DEMONYM),
                metonyms=_merge(values(metonyms), own, NameForm.METONYM),
                continent=continent or None,
                source=sources,
            )
        )
    return tuple(facts)


def _plurals(demonyms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the demonyms with their regular plurals: Iranian, Iranians."""
    plurals = [f"{name}s" for name in demonyms if not _NO_PLURAL.search(name)]
    return (*demonyms, *plurals)


def _merge(
    given: tuple[str, ...], extra: list[_StateName], form: NameForm
) -> tuple[str, ...]:
    added = (name.surface for name in extra if name.form is form)
    return tuple(dict.fromkeys((*given, *added)))


def _read_office_holders(file: Path, by_qid: _Entries) -> tuple[OfficeHolder, ...]:
    holders = []
    for row in read_rows(file, OFFICE_HOLDERS):
        qid, name, position, state, start, end, as_of, status, sources = row.cells
        if qid not in by_qid:
            row.fail(f"{qid} needs a row in entities.tsv")
        if status not in _STATUSES:
            row.fail(f"status needs to be of {sorted(_STATUSES)}, not {status!r}")
        for value in (start, as_of, *filter(None, [end])):
            if not _DATE.fullmatch(value):
                row.fail(f"needs a date such as 2012 or 2012-05-07, not {value!r}")
        holders.append(
            OfficeHolder(
                qid=qid,
                name=name,
                position=position,
                state=state or None,
                start=start,
                end=end or None,
                as_of=as_of,
                status=HoldingStatus(status),
                source=sources,
            )
        )
    return tuple(holders)
