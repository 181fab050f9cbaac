"""An order that names two people is one person's: the first by the store's carriers."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.care.decisions import Dismissal
from commissions.application.care.parked_decisions import decide
from commissions.tables import genealogy, ledger, parked
from tests.support.pipeline_driver import TEA_ORDER, a_company, changed, run, shopify
from tools.cli.attribution_wording import whose

Published = Callable[[], list[dict[str, Any]]]
CARA: dict[str, Any] = {"discount_codes": [{"code": "CARA-7"}]}


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def sell(published: Published, **fields: Any) -> str:
    """How the order is explained, in the end."""
    shopify(changed("orders_paid", **CARA | fields))
    run(published)
    return whose(ledger.read(TEA_ORDER).journals[-1].context)


def test_the_first_by_carriers_has_it_and_the_other_is_named_and_listed(
    published: Published,
) -> None:
    said = sell(published, landing_site="/?ref=bob-7")
    [listed] = parked.all_entries()

    assert said == "cara's coupon CARA-7; BOB-7 counts after it"
    assert (listed.reason, listed.holds, listed.is_of_order) == ("referrals_differ", False, True)
    assert listed.detail == "names CARA-7 and BOB-7, of two people: cara's, by the first"


@pytest.mark.parametrize("other", ["/?ref=cara-7", "/?ref=NOBODY-1", "/"])
def test_one_person_is_named_once(published: Published, other: str) -> None:
    assert sell(published, landing_site=other) == "cara's coupon CARA-7"
    assert list(parked.all_entries()) == []


def test_who_was_no_member_yet_is_no_other_person(published: Published) -> None:
    genealogy.place(
        "zed", "ann", since=datetime(2026, 12, 24, tzinfo=UTC), status="active", rank="associate"
    )

    assert sell(published, landing_site="/?ref=zed") == "cara's coupon CARA-7"


def test_what_a_person_has_seen_is_listed_no_more(published: Published) -> None:
    sell(published, landing_site="/?ref=bob-7")
    decide(TEA_ORDER, Dismissal(reason="as the plan has it", by="mara"))
    run(published)
    sell(published, landing_site="/?ref=bob-7", updated_at="2026-11-20T11:00:00-06:00")

    assert list(parked.all_entries()) == []
