"""A lock is held to what was known when it was looked up: a row that was written later, whatever it
says of before, explains a lock that it contradicts, and none that went by it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from commissions.audit.lock_check import Wrong, check_locks
from commissions.audit.register_rows import (
    NamingRow,
    PlanRow,
    RateRow,
    RegisterRows,
    ValueRow,
)
from commissions.domain.sales.attribution import Rate
from commissions.domain.stores.store import REPLICATED_SITE, Policies
from tests.support.looked_up_sales import (
    BEFORE,
    COMPANY,
    DAY,
    LATER,
    LOCK,
    LONG_AGO,
    MATCH,
    MUG,
    ORDER,
    ROWS,
    TEA,
    ZOE,
    a_company,
    beside,
    bought,
    kinds,
    lock_of,
    look_up,
    looked_up,
    moved,
    of,
    settled,
    with_edges,
)
from tests.support.orders import NOON, a_value
from tests.support.register_rows import LookedUp, found, settings_of


def later(record: LookedUp, rows: RegisterRows) -> list[Wrong]:
    """What is listed, where nothing is found."""
    wrong = check_locks(record.record, beside(ORDER, rows))
    assert [each for each in wrong if not each.mismatch.is_changed_later] == []
    return wrong


def valued(points: str, **fields: Any) -> RegisterRows:
    late = ValueRow(since=BEFORE, recorded_at=LATER, value=a_value("TEA", points), **fields)
    return replace(ROWS, values={**ROWS.values, "TEA": (*ROWS.values["TEA"], late)})


def stood_by(**store: Any) -> RegisterRows:
    own = replace(COMPANY.stores["tea"], **store)
    return replace(ROWS, settings=(*ROWS.settings, settings_of(own, LATER)))


SECOND = PlanRow(since=BEFORE, recorded_at=LATER, version=2, digest="2", base_currency="USD")
ACCOUNT = NamingRow(member="zoe", kind="participant", recorded_at=LATER)
HANDED_ON = NamingRow(member="zoe", since=BEFORE, recorded_at=LATER)
CHANGES: dict[str, RegisterRows] = {
    "a move": with_edges(ROWS, cara=[moved(sponsor="zoe")]),
    "a status": with_edges(ROWS, bob=[moved(status="terminated")]),
    "a rank": with_edges(ROWS, ann=[moved(rank="platinum")]),
    "a value": valued("40"),
    "the end of a value": valued("20", retired=True),
    "a plan": replace(ROWS, plans={"demo": (*ROWS.plans["demo"], SECOND)}),
    "an account": replace(ROWS, accounts={**ROWS.accounts, "one": (ACCOUNT,)}),
    "a code from one hand to another": replace(
        ROWS, codes={**ROWS.codes, "CARA-7": (*ROWS.codes["CARA-7"], HANDED_ON)}
    ),
    "the policies": stood_by(policies=Policies(late_referral_hours=1)),
    "the plan of the store": stood_by(plan="other"),
    "the mode": stood_by(mode=REPLICATED_SITE, owner="zoe"),
}
"""Each says something else of the order's time."""


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_written_later_is_listed_with_when_and_is_no_finding(name: str) -> None:
    order = replace(ORDER, customer="one")
    sale, rows = looked_up(order, COMPANY), CHANGES[name]

    listed = check_locks(sale.record, beside(order, rows))

    assert listed
    assert all(each.mismatch.is_changed_later for each in listed)
    assert {each.mismatch.recorded_at for each in listed} == {LATER}


@pytest.mark.parametrize("name", CHANGES)
def test_a_lock_that_went_by_what_was_written_later_is_found(name: str) -> None:
    """The other side of it: what was known then and is left out is no less wrong."""
    order = replace(ORDER, customer="one")
    known = _all_known(CHANGES[name])

    assert found(looked_up(order, COMPANY).record, beside(order, known))


def _all_known(rows: RegisterRows) -> RegisterRows:
    """With every row written long before."""

    def known(row: Any) -> Any:
        return replace(row, recorded_at=LONG_AGO if row.recorded_at else None)

    def each(named: Any) -> Any:
        return {name: tuple(map(known, rows)) for name, rows in named.items()}

    return RegisterRows(
        settings=tuple(map(known, rows.settings)),
        plans=each(rows.plans),
        rates=each(rows.rates),
        values=each(rows.values),
        codes=each(rows.codes),
        accounts=each(rows.accounts),
        edges=each(rows.edges),
    )


def test_a_rate_that_is_loaded_late_leaves_the_one_that_stood_in() -> None:
    order = bought(currency="EUR")
    sale = look_up(order, a_company())
    friday = Rate("EUR", "USD", Decimal("1.05"), "2026-11-18", "ecb")
    lock = replace(lock_of(sale), rate=friday)
    row = RateRow(since=NOON - 2 * DAY, day="2026-11-18", rate=friday.rate, source="ecb")
    late = replace(ROWS.rates["EUR", "USD"][0], recorded_at=LATER)
    record = settled([order, lock, *sale.matches]).record

    both = replace(ROWS, rates={("EUR", "USD"): (row, late)})
    [listed] = check_locks(record, beside(order, both))
    assert (listed.mismatch.kind, listed.mismatch.is_changed_later) == ("lock_rate", True)

    known = replace(ROWS, rates={("EUR", "USD"): (row, replace(late, recorded_at=BEFORE))})
    assert found(record, beside(order, known)) == [
        "lock_rate: 1 EUR = 1.05 USD on 2026-11-18 of ecb / 1 EUR = 1.08 USD on 2026-11-20 of ecb"
    ]


def test_while_an_order_waits_it_may_go_by_the_row_before_or_by_the_row_it_waited_for() -> None:
    """What came in at noon and was looked up two days later."""
    value = ROWS.values["TEA"][0]
    rows = replace(ROWS, values={**ROWS.values, "TEA": (replace(value, recorded_at=NOON + DAY),)})
    sale = settled(look_up(ORDER, COMPANY).contents, at=NOON + 2 * DAY)

    assert check_locks(sale.record, beside(ORDER, rows)) == []
    assert kinds(looked_up(ORDER, COMPANY), rows) == {"lock_value"}, "it could not know it"


# Before it was kept when rows are written


def of_before(record: LookedUp) -> LookedUp:
    origins = {name: replace(each, is_of_before=True) for name, each in record.origins.items()}
    return replace(record, origins=origins)


def test_what_was_looked_up_before_times_were_kept_may_not_have_known_a_row_without_one() -> None:
    rows = with_edges(ROWS, cara=[moved(sponsor="zoe", recorded_at=None)])

    [listed] = later(of_before(looked_up(ORDER, COMPANY)), rows)

    assert (listed.mismatch.says, listed.mismatch.due) == (
        "cara (active, gold) below bob",
        "cara (active, gold) below zoe",
    )
    assert kinds(looked_up(ORDER, COMPANY), rows) == {"lock_line"}, "by now they are always known"


def test_a_thief_gains_nothing_by_a_time_of_before() -> None:
    eve = replace(MATCH, seller="zoe", line=ZOE)

    assert "lock_seller" in kinds(of_before(of(LOCK, eve)))
    assert kinds(of_before(of(replace(LOCK, values=(replace(TEA, cv="99"), MUG)), MATCH))) == {
        "lock_value"
    }
