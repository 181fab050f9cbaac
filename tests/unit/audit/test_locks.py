"""A lock is believed in nothing: what it says that no register said of its order's time is found by
its name, and what a register came to say later is no finding."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from commissions.audit.lock_check import check_locks
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.instalment import WholeLine
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.stores.store import BUYER_IN_TREE, REPLICATED_SITE, Policies
from tests.support.attribution_stories import a_word
from tests.support.looked_up_sales import (
    BEFORE,
    BOB,
    CARA,
    COMPANY,
    DAY,
    LOCK,
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
    looked_up,
    of,
)
from tests.support.orders import NOON, PLAN, a_value
from tests.support.register_rows import found, rows_of


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


# What others said of it


def heard(**fields: Any) -> CarriedAttribution:
    plain: dict[str, Any] = {
        "platform": "shopify",
        "store_id": "tea",
        "platform_order_id": "1001",
        "order_ts": NOON,
        "kind": "customer",
        "history": "h",
        "source": "shopify/tea/9",
        "source_ts": BEFORE,
        "version": 1,
        "seller": "zoe",
        "line": ZOE,
    }
    return CarriedAttribution(**plain | fields)


EVES = (Ancestor("zoe", "active", "gold"), Ancestor("eve", "active", "gold"))


def test_the_line_of_what_an_order_heard_is_the_trees_as_of_the_order() -> None:
    assert kinds(of(LOCK, MATCH, heard())) == set()
    assert kinds(of(LOCK, MATCH, heard(line=EVES))) == {"lock_line"}
    assert kinds(of(LOCK, MATCH, heard(line=MATCH.line))) == {"lock_line"}
    assert kinds(of(LOCK, MATCH, heard(seller="", line=()))) == set()


def test_the_line_of_a_persons_word_is_the_trees_as_of_when_the_order_was_placed() -> None:
    word = replace(a_word("zoe"), line=ZOE)
    moved_order = replace(ORDER, order_ts=NOON + 5 * DAY, updated_at=NOON + 5 * DAY)

    assert kinds(of(LOCK, MATCH, word)) == set()
    assert kinds(of(LOCK, MATCH, moved_order, word)) == set()
    assert kinds(of(LOCK, MATCH, replace(word, line=EVES))) == {"lock_line"}
    assert kinds(of(LOCK, MATCH, replace(word, line=EVES, scope="later"))) == set()
