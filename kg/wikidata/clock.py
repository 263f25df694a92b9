"""The clock, as a value: what waits and what expires can be tried without waiting."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What tells the time, in seconds since 1970, and what lets it pass."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
