from datetime import timedelta
from typing import Any

import pytest

from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.people.upline import PARTICIPANT, RETAIL, Ancestor
from commissions.domain.registration import AccountLink, Registration, whose
from commissions.domain.sales.attribution import locked, match_of
from commissions.domain.sales.referrers import (
    Buyer,
    Referrer,
    buyer_of,
    matched,
    owner_of,
    referrers,
)
from commissions.domain.stores.store import REPLICATED_SITE, Policies, Store
from tests.support.builders import a_credit, a_lock
from tests.support.orders import NOON, PLAN, a_rate, a_value, an_item, an_order

LINE = (Ancestor("cat", "active", ""), Ancestor("bob", "active", ""))
HOUR = timedelta(hours=1)
COUPON = Referral("discount_code", "cat-7", forgeable=False)
LINK = Referral("landing_site", "bob", forgeable=True)


def named(order: OrderPlaced, **codes: Registration) -> list[tuple[str, str, bool]]:
    """Whom its codes name, by which, and whether at once."""
    spans = {code.upper().replace("_", "-"): (span,) for code, span in codes.items()}
    found = referrers(order, spans, 72 * HOUR)
    return [(each.member, each.code, each.registered_at is None) for each in found]


def test_the_codes_that_were_known_come_in_the_order_of_trust() -> None:
    order = an_order(referrals=(COUPON, LINK))
    found = named(order, cat_7=Registration("cat"), bob=Registration("bob"))

    assert found == [("cat", "CAT-7", True), ("bob", "BOB", True)]


def test_a_code_that_was_registered_later_comes_after_one_that_was_known() -> None:
    late = Registration("cat", registered_at=NOON + HOUR)

    found = named(an_order(referrals=(COUPON, LINK)), cat_7=late, bob=Registration("bob"))

    assert found == [("bob", "BOB", True), ("cat", "CAT-7", False)]


def test_of_codes_that_were_registered_later_the_first_registered_comes_first() -> None:
    cat = Registration("cat", registered_at=NOON + 2 * HOUR)
    bob = Registration("bob", registered_at=NOON + HOUR)

    found = named(an_order(referrals=(COUPON, LINK)), cat_7=cat, bob=bob)

    assert [member for member, _, _ in found] == ["bob", "cat"]


@pytest.mark.parametrize(("hours", "counts"), [(72, True), (73, False)])
def test_a_coupon_is_registered_in_time_for_three_days(hours: int, counts: bool) -> None:
    late = Registration("cat", registered_at=NOON + hours * HOUR)

    assert bool(named(an_order(referrals=(COUPON,)), cat_7=late)) is counts


def test_an_order_waits_for_the_code_of_a_link_as_long_as_it_takes() -> None:
    late = Registration("bob", registered_at=NOON + 2000 * HOUR)

    assert named(an_order(referrals=(LINK,)), bob=late) == [("bob", "BOB", False)]


def test_a_code_that_holds_from_later_on_is_nobodys_yet() -> None:
    assert named(an_order(referrals=(LINK,)), bob=Registration("bob", since=NOON + HOUR)) == []


def test_a_code_that_was_handed_on_is_whose_it_was_then() -> None:
    spans = (
        Registration("cat"),
        Registration("dan", since=NOON, registered_at=NOON + HOUR),
    )

    def owner(at: int, told: int) -> str:
        found = whose(spans, NOON + at * HOUR, NOON + told * HOUR)
        return found.member if found else ""

    assert owner(at=-1, told=5) == "cat"
    assert owner(at=2, told=2) == "dan"
    assert owner(at=0, told=0) == "cat"  # nobody had said yet that it was another's


def test_an_account_counts_from_when_it_holds_and_was_said_to() -> None:
    order = an_order(customer="hash")

    def buyer(**times: int) -> str:
        moments: Any = {name: NOON + hours * HOUR for name, hours in times.items()}
        return buyer_of(order, AccountLink("dan", kind=PARTICIPANT, **moments)).member

    assert buyer() == "dan"
    assert buyer(since=-1, registered_at=0) == "dan"
    assert buyer(since=1) == ""
    assert buyer(registered_at=1) == ""
    assert buyer_of(order, None) == Buyer()


def test_a_replicated_site_is_whose_it_was_when_the_order_was_placed() -> None:
    spans = (Registration("ann"), Registration("bob", NOON + HOUR, NOON + HOUR))
    store = Store("tea", "shopify", REPLICATED_SITE, "USD", "demo", owner="bob", owners=spans)
    later = an_order(order_ts=NOON + 2 * HOUR, minutes=120)

    assert owner_of(store, an_order()) == "ann"
    assert owner_of(store, later) == "bob"
    assert (
        owner_of(Store("tea", "shopify", REPLICATED_SITE, "USD", "demo", owner="eve"), an_order())
        == "eve"
    )


def test_a_lock_says_by_which_name_each_line_was_valued() -> None:
    order = an_order(an_item(variant_id="V-9"), an_item("2", sku="CUP"), an_item("3", kind="tip"))
    mapped = OrderMapped(order, (a_value("V-9"), a_value("CUP")))

    lock = locked(mapped, Policies(), PLAN.ref, a_rate())

    assert lock.lines == {"1": "V-9", "2": "CUP"}
    assert (lock.order_key, lock.order_version) == (order.order_key, order.version)
    assert (lock.values, lock.has_people, match_of(lock)) == (mapped.values, False, None)


def test_a_match_says_whom_the_referral_names_and_who_bought() -> None:
    order = an_order()
    buyer = Buyer("dan", PARTICIPANT, NOON)

    match = matched(order, Referrer(member="cat", carrier="discount_code", code="CAT"), buyer, LINE)

    assert (match.order_key, match.order_version) == (order.order_key, order.version)
    assert (match.seller, match.code, match.line) == ("cat", "CAT", LINE)
    assert (match.buyer, match.buyer_class, match.enrolled_at) == ("dan", PARTICIPANT, NOON)


def test_a_lock_of_before_is_read_as_the_match_of_its_snapshot() -> None:
    lock = a_lock("cat < bob", buyer="cat", buyer_class=PARTICIPANT)

    match = match_of(lock)

    assert match is not None
    assert (match.seller, match.buyer, match.carrier) == ("cat", "cat", "discount_code")
    assert (match.line, match.order_version) == (LINE, lock.order_version)


def test_only_a_sellers_own_order_is_an_own_purchase() -> None:
    own = a_credit("cat", buyer="cat", buyer_class=PARTICIPANT)
    nobodys = a_credit("", buyer_class=RETAIL)

    assert [each.own_purchase for each in (own, a_credit("cat"), nobodys)] == [True, False, False]
