"""How an entity is described in a line."""

from kg.gazetteer import GazetteerEntry, HoldingStatus, OfficeHolder
from server.reconciliation.known import Known


def describe(entry: GazetteerEntry, known: Known) -> str:
    """Return class, country and latest office: "person, Azerbaijan; President"."""
    parts = [known.ontology.types[entry.type].label]
    state = known.gazetteer.state(entry.country) if entry.country else None
    if state is not None and state != entry:
        parts.append(state.name)
    text = ", ".join(parts)
    held = known.offices.get(entry.qid, ()) if entry.qid else ()
    return f"{text}; {office(held[0], known)}" if held else text


def office(holder: OfficeHolder, known: Known) -> str:
    """Return an office with its state and years, as exactly as they are known."""
    state = known.gazetteer.state(holder.state) if holder.state else None
    title = holder.position
    if state is not None and state.name.casefold() not in title.casefold():
        title = f"{title} ({state.name})"
    start, end = holder.start[:4], holder.end and holder.end[:4]
    if end:
        return f"{title}, {start}–{end}" if end != start else f"{title}, {start}"
    is_current = holder.status is HoldingStatus.CURRENT
    return f"{title}, {'since' if is_current else 'from'} {start}"
