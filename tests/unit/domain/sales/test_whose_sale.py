"""Each line of the table of docs/attribution.md, and which comes first."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from commissions.domain.orders.canonical import stamp
from commissions.domain.sales.referral_match import (
    LINKED_ACCOUNT,
    ORIGINAL,
    PLACEMENT,
    SITE_OWNER,
    ReferralMatch,
)
from commissions.domain.sales.sale_evidence import MatchedSnapshot
from commissions.domain.sales.whose_sale import (
    LATE_REFERRAL,
    NOBODYS,
    REFERRAL,
    Verdict,
    sold_before,
    whose_sale,
)
from tests.support.builders import a_match
from tests.support.orders import NOON

COUPON, LINK = "discount_code", "landing_site"


def on(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def told(hours: float, line: str = "", **fields: Any) -> MatchedSnapshot:
    """A snapshot of so many hours after noon, and whom it names: `late` so many hours after noon
    the code was registered."""
    snapshot = {name: fields.pop(name) for name in ("in_part", "has_customer") if name in fields}
    late = fields.pop("late", None)
    plain: dict[str, Any] = {
        "order_version": f"{stamp(on(hours))}~{hours}",
        "registered_at": on(late) if late is not None else None,
        "code": line.split(" ")[0].upper() if line else "",
    }
    return MatchedSnapshot(match=a_match(line, **plain | fields), **snapshot)


def decided(*matches: MatchedSnapshot, hours: int = 72) -> Verdict:
    """In whatever order they come, one verdict."""
    [verdict] = {
        _comparable(whose_sale(each, hours)): whose_sale(each, hours)
        for each in permutations(matches)
    }.values()
    return verdict


def _comparable(verdict: Verdict) -> object:
    return verdict.credit, verdict.rule, verdict.unheeded


def sold(*matches: MatchedSnapshot, hours: int = 72) -> tuple[str, str]:
    verdict = decided(*matches, hours=hours)
    return verdict.credit.seller, verdict.rule


def unheeded(*matches: MatchedSnapshot, hours: int = 72) -> ReferralMatch | None:
    return decided(*matches, hours=hours).unheeded


def test_what_a_participant_buys_is_their_own_whatever_code_they_use() -> None:
    own = told(0, "dan < ann", carrier=LINKED_ACCOUNT, buyer="dan", has_customer=True)

    assert sold(own, told(1, "bob", has_customer=True)) == ("dan", LINKED_ACCOUNT)


def test_an_account_that_an_order_gets_later_is_the_buyers() -> None:
    own = told(5, "dan < ann", carrier=LINKED_ACCOUNT, buyer="dan", has_customer=True)

    assert sold(told(0, "bob"), own) == ("dan", LINKED_ACCOUNT)


def test_another_account_on_an_old_order_changes_nothing() -> None:
    own = told(5, "dan < ann", carrier=LINKED_ACCOUNT, buyer="dan", has_customer=True)
    verdict = decided(told(0, "bob", has_customer=True), own)

    assert (verdict.credit.seller, verdict.credit.buyer) == ("bob", "")


def test_a_guests_order_is_bought_by_the_account_that_it_gets() -> None:
    account = told(5, "bob", buyer="eve", buyer_class="preferred", has_customer=True)
    credit = decided(told(0, "bob"), account).credit

    assert (credit.seller, credit.buyer, credit.buyer_class) == ("bob", "eve", "preferred")


def test_a_replicated_site_sells_for_its_owner() -> None:
    assert sold(told(0, "ann", carrier=SITE_OWNER)) == ("ann", SITE_OWNER)


def test_an_order_that_goes_on_with_another_is_whose_that_was() -> None:
    assert sold(told(0, "ann", carrier=ORIGINAL), told(1, "bob")) == ("ann", ORIGINAL)


def test_where_buyers_are_placed_their_sponsor_comes_before_a_code() -> None:
    placed = told(1, "ann", carrier=PLACEMENT, buyer="eve", has_customer=True)

    assert sold(told(0, "bob"), placed) == ("ann", PLACEMENT)
    assert sold(told(0, "bob", has_customer=True), placed) == ("bob", REFERRAL)


def test_the_earliest_snapshot_that_names_somebody_has_it() -> None:
    assert sold(told(0, "cat"), told(1, "bob")) == ("cat", REFERRAL)
    assert sold(told(0), told(1, "bob"), told(2, "cat")) == ("bob", REFERRAL)


def test_what_was_known_comes_before_what_was_registered_later() -> None:
    zoe = told(0, "zoe", carrier=LINK, late=100)

    assert sold(zoe, told(5, "bob")) == ("bob", REFERRAL)


def test_an_order_that_waited_is_whose_code_it_waited_for() -> None:
    assert sold(told(0, "zoe", carrier=LINK, late=2000)) == ("zoe", LATE_REFERRAL)


def test_a_typo_that_is_mended_after_long_is_whose_it_was_mended_to() -> None:
    """Nothing was sold before: the order waited."""
    zoe = told(0, "zoe", carrier=LINK, late=500)

    assert sold(told(200, "bob")) == ("bob", REFERRAL)
    assert sold(zoe, told(200, "bob")) == ("bob", REFERRAL)


def test_an_old_snapshot_that_is_released_takes_nothing_from_who_was_registered_before() -> None:
    first, second = (
        told(0, "zoe", carrier=LINK, late=300),
        told(1, "bob", carrier=LINK, late=200),
    )

    assert sold(first, second) == ("bob", LATE_REFERRAL)


@pytest.mark.parametrize(("registered", "seller"), [(72, "zoe"), (73, "")])
def test_a_coupon_may_be_registered_for_three_days(registered: int, seller: str) -> None:
    assert sold(told(0), told(0, "zoe", late=registered))[0] == seller


@pytest.mark.parametrize(("after", "seller"), [(72, "bob"), (72.1, "")])
def test_a_referral_may_be_added_for_three_days(after: float, seller: str) -> None:
    assert sold(told(0), told(after, "bob"))[0] == seller


def test_by_the_policy_of_before_only_the_first_snapshot_counts() -> None:
    assert sold(told(0), told(0.1, "bob"), hours=0) == ("", NOBODYS)
    assert sold(told(0), told(0, "bob"), hours=0) == ("bob", REFERRAL)


def test_what_was_paid_in_part_counts_after_what_was_paid() -> None:
    assert sold(told(0, "cat", in_part=True), told(1, "bob")) == ("bob", REFERRAL)
    assert sold(told(0, "cat", in_part=True), told(1)) == ("cat", REFERRAL)


def test_nobodys_is_what_nothing_names() -> None:
    verdict = decided(told(0, buyer="eve", buyer_class="preferred", has_customer=True), told(1))

    assert (verdict.credit.seller, verdict.credit.line, verdict.rule) == ("", (), NOBODYS)
    assert (verdict.credit.buyer, verdict.credit.buyer_class) == ("eve", "preferred")


def test_another_referral_in_place_of_one_that_counts_is_seen() -> None:
    found = unheeded(told(0, "cat"), told(1, "bob"))

    assert found is not None
    assert found.seller == "bob"
    assert unheeded(told(0, "cat"), told(1, "bob"), told(2, "cat")) is None
    assert unheeded(told(0, "cat"), told(1)) is None


def test_a_referral_that_comes_too_late_is_seen() -> None:
    found = unheeded(told(0), told(200, "bob"))

    assert found is not None
    assert found.seller == "bob"
    assert unheeded(told(0), told(200, "bob"), told(201)) is None


def test_a_referral_means_nothing_where_something_else_decides() -> None:
    assert unheeded(told(0, "ann", carrier=SITE_OWNER), told(1, "bob")) is None


def test_an_order_that_was_locked_before_stays_whose_it_was() -> None:
    assert sold_before(a_match("cat")).credit.seller == "cat"
    assert sold_before(a_match("")).rule == NOBODYS
    assert sold_before(a_match("cat", carrier=LINKED_ACCOUNT)).rule == LINKED_ACCOUNT
