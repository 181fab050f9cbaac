"""Which version of its API a store was asked by, and which it answered by.

A version that has ended is not refused: the store answers by a later one, whose fields may be
others, and says so in a header that nobody has to read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

WARN_BEFORE = timedelta(days=90)
"""How long before its end a version is to be left. Of the nine months in which the next one is
there too, six are over by then."""
SEEN_FOR = timedelta(days=2)
"""How long something deprecated counts as asked for, after it was last: every poll of two days did
without it."""
DEPRECATED_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenApiVersion:
    asked: str
    answered: str = ""
    """Empty where the store does not say."""
    ends_on: date | None = None
    """The day from which on the version that was asked is served no more; None where unknown."""
    deprecated: Mapping[str, datetime] = field(default_factory=dict)
    """What the store called deprecated of what was asked, as it names it, and when it last did."""

    @property
    def is_another(self) -> bool:
        """Whether the store answered by another version than it was asked by."""
        return self.answered not in ("", self.asked)

    def is_ending(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on - WARN_BEFORE <= today

    def is_well(self, today: date) -> bool:
        return not (self.is_another or self.deprecated or self.is_ending(today))


def seen_after(before: SeenApiVersion | None, now_seen: SeenApiVersion) -> SeenApiVersion:
    """What is known after some more calls: what is deprecated is not asked for by each of them."""
    told = dict(before.deprecated) if before and before.asked == now_seen.asked else {}
    names = {**told, **now_seen.deprecated}
    newest = sorted(names, key=lambda name: (names[name], name), reverse=True)[:DEPRECATED_MAX]
    return replace(now_seen, deprecated={name: names[name] for name in newest})


def still_counting(seen: SeenApiVersion, now: datetime) -> SeenApiVersion:
    """Without what was not called deprecated for a while."""
    recent = {name: at for name, at in seen.deprecated.items() if now - at <= SEEN_FOR}
    return replace(seen, deprecated=recent)
