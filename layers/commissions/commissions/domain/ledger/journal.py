"""The ledger: journals that are only ever added, balanced in every unit and chained by hash."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.orders.canonical import OMITTED, canonical

FIRST = "0" * 64
"""What stands for the previous hash before the first journal."""


class Unbalanced(ValueError):
    """A journal whose legs do not sum to zero in some unit."""


@dataclass(frozen=True, slots=True)
class Leg:
    """An amount on an account: minor units of a currency, or hundredths of a volume unit."""

    account: str
    unit: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """What a journal changes for one award, with all that explains it.

    `earned` and `reversed` are where the award stands after this journal; `amount` is the change.
    """

    line: int
    bonus: str
    kind: str
    level: int
    paid_level: int
    earner: str
    status: str
    rank: str
    basis: str
    base: int
    rate: str
    earned: int
    reversed: int
    refunded: str
    """The share of the base that has been refunded, as a fraction like `1/4`."""
    amount: int
    currency: str
    reason: str
    corrects: str = field(default="", metadata=OMITTED)
    """The id of the closed period that it corrects, where a later close posts it."""

    @property
    def key(self) -> str:
        own = f"{self.bonus}/{self.level}/{self.earner}"
        return f"{own}/{self.corrects}" if self.corrects else own


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all lines of a journal have in common."""

    cause: str
    """What led to it, in words: `sale`, `refund 93`, `cancelled`, `order edited`."""
    plan: str
    plan_version: int
    plan_digest: str
    seller: str
    buyer_class: str
    carrier: str
    upline_as_of: datetime
    order_currency: str
    order_net: int
    rate: str
    rate_day: str
    maps: tuple[str, ...]
    """Each line's `qty x sku @ version of the map: pv/bv/cv/qv` in hundredths."""
    code: str = field(default="", metadata=OMITTED)
    """The referral code that named the seller, where one did."""
    registered_at: datetime | None = field(default=None, metadata=OMITTED)
    """When that code was registered, where the store had told it before."""
    override: str = field(default="", metadata=OMITTED)
    """By whose word it is the seller's, or nobody's, where a person said it."""
    source: str = field(default="", metadata=OMITTED)
    """The earlier order that named the seller, where it was not this one."""
    source_ts: datetime | None = field(default=None, metadata=OMITTED)
    source_carrier: str = field(default="", metadata=OMITTED)
    """Which referral did so there."""
    merged_at: datetime | None = field(default=None, metadata=OMITTED)
    """Since when that is heard, where the store made two customers one."""
    overruled: str = field(default="", metadata=OMITTED)
    """The order's own code that changes nothing, as the customer stays whose they are."""
    outranked: str = field(default="", metadata=OMITTED)
    """The code of somebody else that the order names too, and that counts after the seller's."""
    continues: str = field(default="", metadata=OMITTED)
    """As what it goes on with the earlier order, where a system of the shop's made it for that."""
    period: str = field(default="", metadata=OMITTED)
    """The id of the period that was closed, where no order but a close led to it."""
    run: str = field(default="", metadata=OMITTED)
    """The digest of the run that it follows from: of what was put in, and what came out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    order_key: str
    number: int
    effective_at: datetime
    """The business time: of the sale, or of the refund; of a close, the last moment of its
    period."""
    recorded_at: datetime
    facts: tuple[str, ...]
    """The ids of the facts that led to it."""
    legs: tuple[Leg, ...]
    lines: tuple[JournalLine, ...]
    context: Context
    previous_hash: str
    hash: str = ""
    counts_at: datetime | None = field(default=None, metadata=OMITTED)
    """When it counts, where the period that it happened in was frozen before it was recorded: the
    first moment of the oldest open one."""

    @property
    def dated(self) -> datetime:
        """As of when it stands in statements."""
        return self.counts_at or self.effective_at

    @property
    def journal_id(self) -> str:
        return f"{self.order_key}/{self.number}"

    @property
    def key(self) -> str:
        return self.journal_id


def sealed(journal: Journal) -> Journal:
    """The journal with its hash; raises Unbalanced."""
    sums: Counter[str] = Counter()
    for leg in journal.legs:
        sums[leg.unit] += leg.amount
    if any(sums.values()):
        raise Unbalanced(f"{journal.journal_id}: {dict(sums)}")
    return replace(journal, hash=_hash(journal))


def rechained(journals: Sequence[Journal], previous_hash: str) -> list[Journal]:
    """Journals that follow on each other, sealed anew from a link on. Raises Unbalanced."""
    found: list[Journal] = []
    for each in journals:
        last = found[-1].hash if found else previous_hash
        found.append(sealed(replace(each, previous_hash=last)))
    return found


def broken_link(chain: Sequence[Journal]) -> str:
    """Names the first journal of an order's chain that was changed, left out or added; or ""."""
    previous = FIRST
    for number, journal in enumerate(chain, start=1):
        untouched = journal.hash == _hash(journal) and journal.previous_hash == previous
        if journal.number != number or not untouched:
            return journal.journal_id
        previous = journal.hash
    return ""


def _hash(journal: Journal) -> str:
    return hashlib.sha256(canonical(replace(journal, hash="")).encode()).hexdigest()


def event_id(journal: Journal, line: JournalLine) -> str:
    """The id of a statement line: the journal and the line's number in it."""
    return f"{journal.journal_id}/{line.line}"
