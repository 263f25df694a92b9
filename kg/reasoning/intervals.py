"""Intervals of whole numbers: what the integer datatypes of XML Schema have in common.

A property whose values are of `xsd:short` and of `xsd:unsignedInt` has them in
`xsd:unsignedShort`, though neither datatype lies in it: only their meet does.
"""

from dataclasses import dataclass
from typing import Self

from rdflib import XSD, URIRef


@dataclass(frozen=True, slots=True)
class Interval:
    """The whole numbers from `low` to `high`, both included; None is no bound."""

    low: int | None = None
    high: int | None = None

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low is not None and self.high is not None and self.low > self.high

    def meet(self, other: Self) -> Self:
        """Return the numbers in both."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        return type(self)(max(lows, default=None), min(highs, default=None))

    def subset(self, other: Self) -> bool:
        """Say whether all its numbers lie in the other."""
        return self.empty or (
            (other.low is None or (self.low is not None and self.low >= other.low))
            and (
                other.high is None
                or (self.high is not None and self.high <= other.high)
            )
        )


# XML Schema 1.1 part 2, section 3.4.
INTEGERS = {
    XSD.integer: Interval(),
    XSD.nonNegativeInteger: Interval(low=0),
    XSD.positiveInteger: Interval(low=1),
    XSD.nonPositiveInteger: Interval(high=0),
    XSD.negativeInteger: Interval(high=-1),
    XSD.long: Interval(-(2**63), 2**63 - 1),
    XSD.int: Interval(-(2**31), 2**31 - 1),
    XSD.short: Interval(-(2**15), 2**15 - 1),
    XSD.byte: Interval(-(2**7), 2**7 - 1),
    XSD.unsignedLong: Interval(0, 2**64 - 1),
    XSD.unsignedInt: Interval(0, 2**32 - 1),
    XSD.unsignedShort: Interval(0, 2**16 - 1),
    XSD.unsignedByte: Interval(0, 2**8 - 1),
}


def values(datatype: URIRef) -> Interval | None:
    """Return the numbers of an integer datatype, None for any other datatype."""
    return INTEGERS.get(datatype)
