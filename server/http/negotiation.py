"""Content negotiation by Accept and by name, without any HTTP library.

See section 12.5.1 of RFC 9110: a more specific range beats a wider one, whatever
their order, and a quality of nought refuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.rdf.formats import Format
from server.protocol.operations import ProtocolError

HTML = Format(
    name="html", title="HTML", media_types=("text/html", "application/xhtml+xml")
)


@dataclass(frozen=True, slots=True)
class _Range:
    media_type: str
    quality: float

    def matches(self, media_type: str) -> bool:
        kind, _, subtype = self.media_type.partition("/")
        if self.media_type in {media_type, "*/*"}:
            return True
        return subtype == "*" and media_type.startswith(f"{kind}/")

    @property
    def specificity(self) -> int:
        return 2 - self.media_type.count("*")


def choose(
    offers: Sequence[Format], *, accept: str, format_name: str | None = None
) -> tuple[Format, str]:
    """Return the offer to send and its media type.

    Args:
        offers: What there is, best first; ties go to the first.
        accept: The Accept header; empty accepts all.
        format_name: What `?format=` says, a name or a media type; it beats Accept.

    Raises:
        ProtocolError: 406 where no offer is acceptable.
    """
    if format_name is not None:
        wanted = format_name.strip().lower()
        for offer in offers:
            if wanted == offer.name:
                return offer, offer.media_types[0]
            if wanted in offer.media_types:
                return offer, wanted
        raise _not_acceptable(offers, f"format={format_name}")
    ranges = _read_accept(accept)
    best: tuple[float, Format, str] | None = None
    for offer in offers:
        for media_type in offer.media_types:
            quality = _quality(ranges, media_type)
            if quality > (best[0] if best else 0.0):
                best = (quality, offer, media_type)
    if best is None:
        raise _not_acceptable(offers, f"Accept: {accept}")
    return best[1], best[2]


def choose_encoding(offers: Sequence[str], accepted: str) -> str | None:
    """Return the content coding to send, if one is wanted (RFC 9110, 12.5.3).

    Args:
        offers: Names of codings, best first.
        accepted: The Accept-Encoding header; empty accepts none.
    """
    qualities: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        qualities[name] = _read_quality(parameters)
    best = max(offers, key=lambda offer: qualities.get(offer, qualities.get("*", 0.0)))
    wanted = qualities.get(best, qualities.get("*", 0.0))
    return best if wanted > 0 and wanted >= qualities.get("identity", 0.0) else None


def prefers_html(accept: str) -> bool:
    """Say whether a person is asking: HTML by name, at least as much as JSON."""
    ranges = _read_accept(accept)
    named = any(r.media_type == "text/html" and r.quality > 0 for r in ranges)
    html = _quality(ranges, "text/html")
    return named and html >= _quality(ranges, "application/json")


def _not_acceptable(offers: Sequence[Format], asked: str) -> ProtocolError:
    known = ", ".join(offer.name for offer in offers)
    return ProtocolError(406, f"{asked}: not available here; there is {known}")


def _quality(ranges: Sequence[_Range], media_type: str) -> float:
    matching = [r for r in ranges if r.matches(media_type)]
    return max(matching, key=lambda r: r.specificity).quality if matching else 0.0


def _read_accept(accept: str) -> tuple[_Range, ...]:
    if not accept.strip():
        return (_Range("*/*", 1.0),)
    ranges = []
    for item in accept.split(","):
        media_type, *parameters = (part.strip().lower() for part in item.split(";"))
        if "/" in media_type:
            ranges.append(_Range(media_type, _read_quality(parameters)))
    return tuple(ranges)


def _read_quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
