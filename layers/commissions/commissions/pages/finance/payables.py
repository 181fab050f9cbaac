"""What is owed to everybody in a currency, as it was counted: sums, ages, and who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.money import Money
from commissions.domain.payouts import left_out
from commissions.domain.payouts.counted_payables import (
    AVAILABLE,
    LISTS,
    NEGATIVE,
    WRITE_OFF,
    CountedPayables,
    ListSum,
    PayableRow,
)
from commissions.domain.payouts.owed_by_age import AGE_DAYS
from commissions.pages.addresses import part_of
from commissions.pages.charts import Meter, meter
from commissions.pages.frame import Frame, page

TEMPLATE, PEOPLE = "finance/payables.html", "finance/payable_people.html"
PATH = "/finance/payables"
NAMES = (*LISTS, WRITE_OFF)
"""Of lists of people, as addresses have them."""
TONES = {AVAILABLE: "good", NEGATIVE: "bad", left_out.NO_METHOD: "warn", left_out.WITHHELD: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayableList:
    """People who stand alike, and what their part of the sum is."""

    name: str
    tone: str
    people: int
    amount: Money
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeShare:
    """What is owed of an age. `days`: from, and until; None of the oldest."""

    since: int
    until: int | None
    amount: Money
    chart: Meter


@dataclass(frozen=True, slots=True, kw_only=True)
class PayablesView:
    currency: str
    currencies: Sequence[tuple[str, str]]
    """All that were counted, each with its address."""
    as_of: datetime
    is_old: bool
    """Whether it is of before the last night."""
    plans: Sequence[str]
    earned: Money
    taken_back: Money
    written_off: Money
    paid: Money
    owed: Money
    available: Money
    on_hold: Money
    hindered: Money
    """Free, and not paid by the next batch: below the minimum, without a method, and so on."""
    negative: Money
    meanwhile: Money
    not_counted: int
    people: int
    ages: Sequence[AgeShare]
    aged: Money
    lists: Sequence[PayableList]
    write_offs: PayableList | None
    taken: Money
    may_act: bool
    once: str

    @property
    def new_batch(self) -> str:
        return f"/finance/batches/new?currency={self.currency}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    row_id: str
    member: str
    reason: str
    owed: Money
    on_hold: Money
    unpaid: Money
    debt: Money
    in_list: Money
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayablePeopleView:
    currency: str
    name: str
    as_of: datetime
    people: int
    amount: Money
    rows: Sequence[PersonRow]
    more: str
    """Where the list goes on; empty at its end."""
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSeen:
    """Who looks, and from when on a count is of this night."""

    since: datetime
    may_act: bool
    once: str


def payables(
    every: Sequence[CountedPayables], counted: CountedPayables, seen: CountSeen
) -> PayablesView:
    def of(minor: int) -> Money:
        return Money(minor, counted.currency)

    amounts = {name: found.amount for name, found in counted.lists.items()}
    hindered = sum(
        amount
        for name, amount in amounts.items()
        if name not in {AVAILABLE, left_out.ON_HOLD, NEGATIVE}
    )
    return PayablesView(
        currency=counted.currency,
        currencies=[(each.currency, address(each.currency)) for each in every],
        as_of=counted.as_of,
        is_old=counted.as_of < seen.since,
        plans=counted.plans,
        earned=of(counted.earned),
        taken_back=of(counted.taken_back),
        written_off=of(counted.written_off),
        paid=of(counted.paid),
        owed=of(counted.standing if counted.plans else counted.owed),
        available=of(amounts.get(AVAILABLE, 0)),
        on_hold=of(amounts.get(left_out.ON_HOLD, 0)),
        hindered=of(hindered),
        negative=of(-amounts.get(NEGATIVE, 0)),
        meanwhile=of(counted.meanwhile if counted.plans else 0),
        not_counted=counted.not_counted,
        people=counted.rows,
        ages=_ages(counted),
        aged=of(sum(counted.ages)),
        lists=[_list(counted, name) for name in LISTS if name in counted.lists],
        write_offs=_list(counted, WRITE_OFF) if counted.write_offs.people else None,
        taken=of(counted.taken),
        may_act=seen.may_act,
        once=seen.once,
    )


def people(
    counted: CountedPayables, name: str, rows: Sequence[PayableRow], *, more: str
) -> PayablePeopleView:
    found = _list(counted, name)
    return PayablePeopleView(
        currency=counted.currency,
        name=name,
        as_of=counted.as_of,
        people=found.people,
        amount=found.amount,
        rows=[_row(counted.currency, name, each) for each in rows],
        more=more,
        back=address(counted.currency),
    )


def address(currency: str) -> str:
    return f"{PATH}?currency={currency}"


def list_address(currency: str, name: str) -> str:
    return f"{PATH}/{name}?currency={currency}"


def payee_address(member: str, currency: str) -> str:
    return f"/finance/payees/{part_of(member)}?currency={currency}"


def render(view: PayablesView | None, frame: Frame, *, once: str, may_act: bool) -> str:
    """`None`: nothing was counted yet."""
    return page(TEMPLATE, frame, view=view, once=once, may_act=may_act)


def render_people(view: PayablePeopleView, frame: Frame) -> str:
    return page(PEOPLE, frame, view=view)


def _ages(counted: CountedPayables) -> list[AgeShare]:
    whole = max(1, sum(counted.ages))
    starts = (0, *AGE_DAYS)
    ends = (*AGE_DAYS, None)
    return [
        AgeShare(
            since=since,
            until=until,
            amount=Money(amount, counted.currency),
            chart=meter(max(0, amount), whole),
        )
        for since, until, amount in zip(starts, ends, counted.ages, strict=True)
    ]


def _list(counted: CountedPayables, name: str) -> PayableList:
    none = ListSum(0, 0)
    found = counted.write_offs if name == WRITE_OFF else counted.lists.get(name, none)
    return PayableList(
        name=name,
        tone=TONES.get(name, "plain"),
        people=found.people,
        amount=Money(found.amount, counted.currency),
        address=list_address(counted.currency, name),
    )


def _row(currency: str, name: str, row: PayableRow) -> PersonRow:
    return PersonRow(
        row_id=f"person-{part_of(row.member)}",
        member=row.member,
        reason=row.reason,
        owed=Money(row.owed, currency),
        on_hold=Money(row.on_hold, currency),
        unpaid=Money(row.unpaid, currency),
        debt=Money(row.debt, currency),
        in_list=Money(row.in_list(name), currency),
        address=payee_address(row.member, currency),
    )
