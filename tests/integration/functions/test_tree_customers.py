"""A store that places its buyers: whose they are, and where they stand, over the tables."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from commissions.application.care import erasure
from commissions.application.pipeline.place_customers import place_customer
from commissions.domain.people.genealogy import HISTORY, NotYetAMember, UnknownMember
from commissions.domain.people.privacy import CUSTOMER_ERASURE, PrivacyAsked
from commissions.domain.people.upline import PREFERRED
from commissions.domain.registration import AccountLink
from commissions.domain.sales.customer_place import CustomerNamed, CustomerPlace, placed_as
from commissions.tables import (
    attribution_history,
    customer_places,
    genealogy,
    ledger,
    members,
    parked,
)
from functions.pipeline import carry
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import a_company, changed, enrol, run, shopify, step_of

Published = Callable[[], list[dict[str, Any]]]
CARA: dict[str, Any] = {"discount_codes": [{"code": "CARA-7"}], "landing_site": "/"}
ANN: dict[str, Any] = {"discount_codes": [{"code": "ANN-7"}], "landing_site": "/"}
NONE: dict[str, Any] = {"discount_codes": [], "landing_site": "/"}
TYPO: dict[str, Any] = {"discount_codes": [], "landing_site": "/?ref=TYPO-1"}


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 10, tzinfo=UTC)


def sell(number: int, day: int, **fields: Any) -> str:
    """An order of the sample's customer, of a day of November."""
    order_id = 5501000001000 + number
    moment = f"2026-11-{day:02}T10:00:00Z"
    told = {"id": order_id, "created_at": moment, "processed_at": moment, "updated_at": moment}
    shopify(changed("orders_paid", **told | fields))
    return f"shopify/tea/{order_id}"


def context(order_key: str) -> Any:
    return ledger.read(order_key).journals[-1].context


def hashed() -> str:
    entries = boto3.client("dynamodb").scan(TableName="AttributionHistoryTable")["Items"]
    [history] = {item["history"]["S"] for item in entries}
    return history.rpartition("/")[2]


def buyer() -> str:
    return placed_as(hashed())


def upline(moment: datetime) -> str:
    return " < ".join(each.member for each in genealogy.line(buyer(), moment)[1:])


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(mode="buyer_in_tree")


def test_told_the_wrong_way_round_the_customer_is_of_who_named_them_first(
    published: Published,
) -> None:
    third, second = sell(3, 20, **NONE), sell(2, 10, **ANN)
    run(published)
    assert (context(third).seller, upline(at(20))) == ("ann", "ann")
    first = sell(1, 2, **CARA)
    run(published)

    assert [context(each).seller for each in (first, second, third)] == ["cara", "cara", "cara"]
    assert (context(third).carrier, context(third).source) == ("customer_of", first)
    assert upline(at(2)) == "cara < bob < ann"
    assert members.get(buyer()).created_at == at(2)
    assert members.of_customer("tea", hashed()) == (buyer(), "retail")


def test_whom_the_company_moves_is_their_new_sponsors_customer_from_then_on(
    published: Published,
) -> None:
    sell(1, 2, **ANN)
    run(published)
    genealogy.move(buyer(), "cara", since=at(10))
    before, after = sell(2, 9, **NONE), sell(3, 11, **NONE)
    run(published)
    assert [context(each).seller for each in (before, after)] == ["ann", "cara"]
    assert (context(before).carrier, context(after).carrier) == ("customer_of", "placement")
    enrol("zoe < yan")
    sell(4, 1, discount_codes=[{"code": "ZOE-7"}], landing_site="/")
    run(published)

    assert context(before).seller == "zoe"
    assert (upline(at(9)), upline(at(11))) == ("zoe < yan", "cara < bob < ann")


def test_an_account_that_the_company_gives_somebody_takes_the_customers_place(
    published: Published,
) -> None:
    sell(1, 2, **ANN)
    run(published)
    genealogy.place("eve", "bob", since=at(1), status="active", rank="preferred")
    members.link_account("tea", hashed(), AccountLink("eve", at(10), at(10), kind=PREFERRED))
    sell(4, 1, **CARA)
    before, after = sell(2, 9, **NONE), sell(3, 11, **NONE)
    run(published)

    assert [context(each).seller for each in (before, after)] == ["cara", "bob"]
    assert context(after).buyer_class == PREFERRED
    assert members.of_customer("tea", hashed()) == ("eve", PREFERRED)
    assert upline(at(9)) == "cara < bob < ann"


def test_a_typo_waits_until_the_customer_is_known(published: Published) -> None:
    second = sell(2, 10, **TYPO)
    run(published)
    assert [each.reason for each in parked.all_entries()] == ["unknown_referrer"]
    sell(1, 2, **CARA)
    run(published)

    assert context(second).seller == "cara"
    assert list(parked.all_entries()) == []


def named(number: int) -> CustomerNamed:
    return CustomerNamed(
        platform="shopify",
        store_id="tea",
        platform_order_id=str(5501000001000 + number),
        customer=hashed(),
        version=3,
    )


def test_killed_before_the_place_was_shown_it_is_when_the_message_comes_again(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sell(1, 2, **CARA)
    for station in ("order.placed", "order.mapped", "sale.attributed"):
        [event] = published()
        step_of(station)(sqs_event(event), a_context())
    [told] = [each for each in published() if each["detail-type"] == "customer.named"]
    assert context(first).seller == "cara"
    with monkeypatch.context() as killed:
        killed.setattr(genealogy, "stating", _killed)
        assert carry.handler(sqs_event(told), a_context())["batchItemFailures"]
    with pytest.raises(UnknownMember):
        upline(at(2))
    assert not carry.handler(sqs_event(told), a_context())["batchItemFailures"]

    assert upline(at(2)) == "cara < bob < ann"


def _killed(*_: Any, **__: Any) -> None:
    raise RuntimeError("killed")


def test_shown_late_by_one_who_had_read_less_the_place_is_still_that_of_all_words(
    published: Published,
) -> None:
    """One worker has read that Ann has the customer, when another shows that Cara has."""
    sell(2, 10, **ANN)
    run(published)
    customer, place = hashed(), CustomerPlace("cara", at(2))
    customer_places.keep("tea", customer, [])
    with just_before("TransactWriteItems", lambda: customer_places.keep("tea", customer, [place])):
        customer_places.keep("tea", customer, [CustomerPlace("ann", at(10))])
    assert upline(at(10)) == "ann"
    sell(1, 2, **CARA)
    run(published)
    for number in (2, 1):
        place_customer(named(number), attribution_history, customer_places)

    assert upline(at(10)) == "cara < bob < ann"


def test_two_who_show_at_once_leave_a_company_edge_where_it_is(published: Published) -> None:
    sell(2, 10, **ANN)
    run(published)
    customer, member = hashed(), buyer()
    with just_before("TransactWriteItems", lambda: genealogy.move(member, "bob", since=at(12))):
        assert customer_places.keep("tea", customer, [CustomerPlace("cara", at(2))]) is True

    [edges] = genealogy.edges([member]).values()
    assert [(each.sponsor, each.by) for each in edges] == [("cara", HISTORY), ("bob", "")]


def test_nobody_stands_below_themselves_by_what_orders_say(published: Published) -> None:
    sell(2, 10, **ANN)
    run(published)
    genealogy.place("dan", buyer(), since=at(11), status="active")

    assert customer_places.keep("tea", hashed(), [CustomerPlace("dan", at(11))]) is False
    assert upline(at(12)) == "ann"


def test_told_again_nothing_is_written(published: Published) -> None:
    sell(1, 2, **CARA)
    run(published)
    with round_trips() as calls:
        customer_places.keep("tea", hashed(), [CustomerPlace("cara", at(2))])

    assert [each for each in calls if each != "Scan"] == ["BatchGetItem", "BatchGetItem"]


def test_who_is_erased_has_no_place_and_begins_anew(published: Published) -> None:
    sell(1, 2, **CARA)
    run(published)
    customer, member = hashed(), buyer()
    erasure.act(
        PrivacyAsked(
            platform="shopify",
            store_id="tea",
            request_id="r1",
            kind=CUSTOMER_ERASURE,
            asked_at=at(15),
            customer=customer,
        ),
        received_at=at(15),
        now=at(15),
    )
    assert genealogy.edges([member]) == {}
    sell(1, 2, **CARA)
    later = sell(3, 20, **ANN)
    run(published)

    assert context(later).seller == "ann"
    assert upline(at(20)) == "ann"
    with pytest.raises(NotYetAMember):
        upline(at(19))


def test_a_customer_whose_word_is_taken_back_has_no_place_any_more(published: Published) -> None:
    sell(1, 2, **CARA)
    run(published)
    member = buyer()
    customer_places.keep("tea", hashed(), [])

    assert genealogy.edges([member]) == {}
    assert members.known([member]) == {}
    assert members.of_customer("tea", hashed()) == ("", "")
