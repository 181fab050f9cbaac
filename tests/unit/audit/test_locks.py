"""A lock is believed in nothing: what it says that no register said of its order's time is found by
its name, and what a register came to say later is no finding."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from commissions.audit.lock_check import Wrong, check_locks
from commissions.audit.register_rows import (
    EdgeRow,
    NamingRow,
    PlanRow,
    RateRow,
    RegisterRows,
    ValueRow,
)
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.instalment import WholeLine
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution import Rate
from commissions.domain.stores.store import BUYER_IN_TREE, REPLICATED_SITE, Policies
from tests.support.looked_up_sales import (
    BOB,
    CARA,
    DAY,
    LONG_AGO,
    WRITTEN,
    a_company,
    beside,
    bought,
    lock_of,
    look_up,
    looked_up,
    settled,
    with_edges,
)
from tests.support.orders import NOON, PLAN, a_value
from tests.support.register_rows import LookedUp, found, rows_of, settings_of

ORDER = bought()
COMPANY = a_company()
ROWS = rows_of(COMPANY)
SALE = look_up(ORDER, COMPANY)
LOCK, MATCH = lock_of(SALE), SALE.matches[0]
TEA, MUG = LOCK.values
ZOE = (Ancestor("zoe", "active", "gold"), Ancestor("ann", "active", "gold"))
LATER, BEFORE = WRITTEN + DAY, NOON - DAY


def of(*contents: Content) -> LookedUp:
    return settled([ORDER, *contents])


def kinds(record: LookedUp, rows: RegisterRows = ROWS, **other: Any) -> set[str]:
    told = found(record.record, beside(ORDER, rows, **other))
    return {each.partition(":")[0] for each in told}


def later(record: LookedUp, rows: RegisterRows) -> list[Wrong]:
    """What is listed, where nothing is found."""
    wrong = check_locks(record.record, beside(ORDER, rows))
    assert [each for each in wrong if not each.mismatch.is_changed_later] == []
    return wrong


def test_what_the_pipeline_looked_up_is_what_the_registers_say() -> None:
    assert check_locks(looked_up(ORDER, COMPANY).record, beside(ORDER, ROWS)) == []


LOCKS: dict[str, tuple[str, dict[str, Any]]] = {
    "another version of the plan": ("lock_plan", {"plan": replace(PLAN.ref, version=2)}),
    "another plan": ("lock_plan", {"plan": replace(PLAN.ref, plan_id="other")}),
    "a plan of another content": ("lock_plan", {"plan": replace(PLAN.ref, digest="0" * 64)}),
    "a rate": ("lock_rate", {"rate": replace(LOCK.rate, rate=Decimal(1000))}),
    "a rate's day": ("lock_rate", {"rate": replace(LOCK.rate, day="2026-11-19")}),
    "a rate of other money": ("lock_rate", {"rate": replace(LOCK.rate, currency="EUR")}),
    "policies": ("lock_policies", {"policies": Policies(cancellation="refunds_only")}),
    "a value": ("lock_value", {"values": (replace(TEA, cv="9999"), MUG)}),
    "a value of tomorrow": ("lock_value", {"values": (a_value("TEA", "30"), MUG)}),
    "a value's class": ("lock_value", {"values": (replace(TEA, commission_class="kit"), MUG)}),
    "another line's value": ("lock_value", {"lines": {"1": "MUG", "2": "TEA"}}),
    "a value left out": ("lock_value", {"values": (MUG,), "lines": {"2": "MUG"}}),
    "all values": ("lock_value", {"values": (), "lines": {}}),
    "a value that no line has": ("lock_value", {"values": (TEA, MUG, a_value("GOLD", "9999"))}),
    "a line that is not there": (
        "lock_value",
        {"lines": {"1": "TEA", "2": "MUG", "9": "TEA"}},
    ),
    "what lines cost in all": (
        "lock_terms",
        {"wholes": (WholeLine(line_id="1", full=100_00, qty=Decimal(1), paid_before=0),)},
    ),
    "whether its lines are compared": ("lock_terms", {"compared": True}),
    "the order's time": ("lock_terms", {"order_ts": NOON + timedelta(hours=1)}),
    "the snapshot": ("lock_terms", {"order_version": "2026-11-20T11:59:57.000000Z~0"}),
}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_that_says_another_thing_is_found_by_its_right_name(name: str) -> None:
    kind, fields = LOCKS[name]

    assert kinds(of(replace(LOCK, **fields), MATCH)) == {kind}


def _hop(place: int, **fields: Any) -> dict[str, Any]:
    line = [*MATCH.line]
    line[place] = replace(line[place], **fields)
    return {"line": tuple(line)}


MATCHES: dict[str, tuple[str, dict[str, Any]]] = {
    "the seller": ("lock_seller", {"seller": "zoe", "line": ZOE}),
    "nobody": ("lock_seller", {"seller": "", "line": (), "carrier": "", "code": ""}),
    "the carrier": ("lock_seller", {"carrier": "linked_account"}),
    "the code": ("lock_seller", {"code": "ZOE-7"}),
    "whether the buyer can write it": ("lock_seller", {"forgeable": True}),
    "when the code was registered": ("lock_seller", {"registered_at": NOON + DAY}),
    "who counts after it": ("lock_seller", {"outranked": "ZOE-7"}),
    "which coupons are nobody's": ("lock_seller", {"unknown": ("WELCOME",)}),
    "the buyer": ("lock_buyer", {"buyer": "cara"}),
    "the buyer's class": ("lock_buyer", {"buyer_class": "participant"}),
    "since when the buyer is a member": ("lock_buyer", {"enrolled_at": NOON - DAY}),
    "where the buyer is placed": ("lock_buyer", {"placed_as": "c-1"}),
    "the seller's status": ("lock_line", _hop(0, status="inactive")),
    "the seller's rank": ("lock_line", _hop(0, rank="platinum")),
    "the sponsor": ("lock_line", _hop(1, member="zoe")),
    "the sponsor's rank": ("lock_line", _hop(1, rank="platinum")),
    "who stands at the top": ("lock_line", _hop(2, member="eve")),
    "the top's status": ("lock_line", _hop(2, status="inactive")),
    "somebody left out": ("lock_line", {"line": (MATCH.line[0], MATCH.line[2])}),
    "the upper end cut off": ("lock_line", {"line": MATCH.line[:2]}),
    "somebody put in": (
        "lock_line",
        {"line": (MATCH.line[0], Ancestor("eve", "active", "gold"), *MATCH.line[1:])},
    ),
    "a line of nobody": ("lock_line", {"line": ()}),
}


@pytest.mark.parametrize("name", MATCHES)
def test_people_that_no_register_names_are_found_by_their_right_name(name: str) -> None:
    kind, fields = MATCHES[name]

    assert kind in kinds(of(LOCK, replace(MATCH, **fields)))


def test_a_thief_who_is_nobody_is_named_with_what_is_right() -> None:
    eve = replace(MATCH, seller="eve", line=(Ancestor("eve", "active", "gold"),), code="EVE-7")

    told = found(of(LOCK, eve).record, beside(ORDER, ROWS))

    assert told == [
        "lock_seller: seller eve, code EVE-7 / seller cara, code CARA-7",
        "lock_line: eve (active, gold) at the top / eve is nobody in the tree",
    ]


# Rows that were written later


def moved(**fields: Any) -> EdgeRow:
    return EdgeRow(**{"since": NOON - 2 * DAY, "recorded_at": LATER} | fields)


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


# Whom an order names


SALES: dict[str, tuple[OrderPlaced, dict[str, Any]]] = {
    "two codes": (bought(referrals=(CARA, BOB)), {}),
    "a coupon of nobody": (bought(referrals=(Referral("discount_code", "TEN", False),)), {}),
    "nobody at all": (bought(referrals=()), {}),
    "an own purchase": (bought(customer="gil"), {}),
    "a preferred customer": (bought(customer="pat"), {}),
    "somebody's own shop": (bought(), {"mode": REPLICATED_SITE, "owner": "zoe"}),
    "a customer to be placed": (bought(customer="k" * 40), {"mode": BUYER_IN_TREE}),
    "a member placed by the company": (bought(customer="pat"), {"mode": BUYER_IN_TREE}),
    "other money": (bought(currency="EUR"), {}),
    "a copy": (bought(continues=Continues("shopify/tea/9", "copy"), referrals=()), {}),
    "a renewal": (bought(continues=Continues("shopify/tea/9", "renewal")), {}),
}


@pytest.mark.parametrize("name", SALES)
def test_every_way_to_a_seller_is_found_again(name: str) -> None:
    order, store = SALES[name]
    company = a_company(**store)
    company.edges["pat"] = (replace(company.edges["cara"][0], sponsor="zoe"),)

    assert check_locks(looked_up(order, company).record, beside(order, rows_of(company))) == []


def test_the_account_of_a_customer_who_was_erased_is_believed_as_it_was_found() -> None:
    order = bought(customer="gil")
    sale = looked_up(order, COMPANY)
    gone = replace(ROWS, accounts={})

    assert found(sale.record, beside(order, gone)) != []
    assert found(sale.record, beside(order, gone, erased=["gil"])) == []


def test_of_a_lock_from_before_people_were_a_fact_somebody_whom_the_order_names_is_right() -> None:
    before = replace(
        LOCK,
        seller="cara",
        buyer="",
        buyer_class="retail",
        carrier="x",
        line=MATCH.line,
        lines=None,
    )

    assert kinds(of(before)) == set()
    assert kinds(of(replace(before, seller="zoe", line=ZOE))) == {"lock_seller"}
    assert kinds(of(replace(before, buyer="zoe"))) == {"lock_buyer"}
    assert kinds(of(replace(before, values=(replace(TEA, cv="99"), MUG)))) == {"lock_value"}
