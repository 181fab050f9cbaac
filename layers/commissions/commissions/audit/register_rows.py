"""What a company's registers say, row by row as they are kept: from when on each holds, and when it
was written. Nothing is chosen here: that is worked out by whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commissions.domain.stores.store import Policies

Moment = datetime | None
"""Of a row: None where it always was so, or was written before it was kept when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRow:
    """What changed for a member of the tree; None of what stayed as it was."""

    since: datetime
    recorded_at: Moment = None
    sponsor: str | None = None
    """Empty at the top."""
    status: str | None = None
    rank: str | None = None
    by_orders: bool = False
    """It only shows what a customer's orders say, and what it showed before is kept nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """A version of a key of the SKU map; said again more exactly, it is another row."""

    since: datetime
    recorded_at: Moment = None
    value: Any
    """What a unit is worth, as locks have it; the audit knows it by its fields alone."""
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    since: datetime
    """The first moment (UTC) of its day."""
    recorded_at: Moment = None
    day: str
    rate: Any
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    since: datetime
    recorded_at: Moment = None
    version: int
    digest: str
    base_currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingRow:
    """That a referral code, a site or an account of a store leads to a member."""

    member: str
    since: Moment = None
    registered_at: Moment = None
    """When the company said so, by its own word: orders that were told later go by it."""
    recorded_at: Moment = None
    kind: str = ""
    """Of an account, as what the member buys there."""
    enrolled_at: Moment = None
    by_orders: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsRow:
    """What of a store decides whose its orders are, and by what they are paid."""

    since: Moment = None
    recorded_at: Moment = None
    mode: str
    plan: str
    owner: str
    owners: tuple[NamingRow, ...]
    policies: Policies


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRows:
    """All rows that one order may have been looked up in."""

    settings: Sequence[SettingsRow] = ()
    """Of its store, the earliest first; none of a store that is not there."""
    plans: Mapping[str, Sequence[PlanRow]] = field(default_factory=dict)
    """By plan, by version."""
    rates: Mapping[tuple[str, str], Sequence[RateRow]] = field(default_factory=dict)
    """By currency and base, the earliest first."""
    values: Mapping[str, Sequence[ValueRow]] = field(default_factory=dict)
    """By key of the store's map, the earliest first; of one moment, as they were written."""
    codes: Mapping[str, Sequence[NamingRow]] = field(default_factory=dict)
    """By code as it is compared, hand by hand."""
    accounts: Mapping[str, Sequence[NamingRow]] = field(default_factory=dict)
    """By the hash of the store's customer, as they were written."""
    edges: Mapping[str, Sequence[EdgeRow]] = field(default_factory=dict)
    """By member, the earliest first."""
