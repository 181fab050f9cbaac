"""What people ask by law, as the company sees and answers it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions.application.care import erasure
from commissions.aws import bus
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.privacy import CUSTOMER_ERASURE, DATA_REQUEST, PrivacyAsked
from commissions.domain.stores.store import LIFETIME, Policies
from commissions.tables import members, privacy
from tests.support.command import commissions, told
from tests.support.pipeline_driver import TEA_ORDER, a_company, project, run, shopify

Published = Callable[[], list[dict[str, Any]]]
NOW = datetime.now(UTC)
ORDER = TEA_ORDER.split("/")[-1]


@pytest.fixture(autouse=True)
def _company(reachable: None) -> None:
    a_company()


def ask(kind: str = DATA_REQUEST, days_ago: int = 0, **fields: Any) -> str:
    request = PrivacyAsked(
        platform="shopify",
        store_id="tea",
        kind=kind,
        asked_at=NOW - timedelta(days=days_ago),
        **fields,
    )
    erasure.act(request, received_at=NOW, now=NOW)
    return request.ticket


def buyer(published: Published) -> str:
    """The customer of the sample order, which goes all its way."""
    shopify("orders_paid")
    [placed] = run(published)[:1]
    return bus.decode_event(OrderPlaced, placed["detail"]).record.customer


def test_what_is_held_of_a_customer_is_told_exactly(published: Published) -> None:
    customer = buyer(published)
    members.link_customer("tea", customer, "ann", "participant")
    body = f'{{"id": {ORDER}}}'.encode()
    boto3.client("s3").put_object(
        Bucket="commissions-test-quarantine", Key="shopify/tea/b0d1", Body=body
    )

    answer = told("privacy", "show", ask(customer=customer, orders=(ORDER, "999")))

    assert answer["held"] == {
        "customer": customer,
        "linked_to": "ann",
        "linked_as": "participant",
        "orders": [ORDER],
        "without_customer": [],
        "unknown_orders": ["999"],
        "quarantined": ["shopify/tea/b0d1"],
        "customer_of": "",
        "customer_since": "",
        "remembered_by": [],
        "erased_at": None,
    }


def test_whose_customer_somebody_is_is_told_and_by_which_order(published: Published) -> None:
    a_company(policies=Policies(remember_referrer=LIFETIME))
    ticket = ask(customer=buyer(published))

    held = told("privacy", "show", ticket)["held"]
    assert (held["customer_of"], held["customer_since"]) == ("cara", TEA_ORDER)
    assert held["remembered_by"] == [TEA_ORDER]
    seen = " ".join(commissions("privacy", "show", ticket).stdout.split())
    assert f"remembered as a customer of cara since order {TEA_ORDER}" in seen


def test_whose_customer_somebody_was_is_held_no_more_once_they_are_erased(
    published: Published,
) -> None:
    a_company(policies=Policies(remember_referrer=LIFETIME))
    customer = buyer(published)
    ask(CUSTOMER_ERASURE, customer=customer)

    held = told("privacy", "show", ask(customer=customer))["held"]
    assert (held["customer_of"], held["remembered_by"]) == ("", [])
    assert held["erased_at"] is not None


def test_what_a_distributor_is_shown_names_no_customer(published: Published) -> None:
    a_company(policies=Policies(remember_referrer=LIFETIME))
    customer = buyer(published)
    project(TEA_ORDER)

    shown = commissions("statement", "cara", "--json").stdout
    assert TEA_ORDER in shown
    assert customer not in shown


def test_the_answer_can_be_read_off_the_screen(published: Published) -> None:
    ticket = ask(customer=buyer(published), orders=(ORDER,), request_id="9999")

    seen = commissions("privacy", "show", ticket).stdout

    assert f"orders with the hash {ORDER}" in " ".join(seen.split())
    assert "the store's id of it" in seen
    assert "No name," in seen


def test_a_request_is_open_until_somebody_says_how_it_was_answered() -> None:
    ticket = ask(customer="c0ffee")

    assert [each["ticket"] for each in told("privacy", "list")["requests"]] == [ticket]
    told("privacy", "done", ticket, "--note", "sent by the shop's own mail")

    assert told("privacy", "list")["requests"] == []
    [closed] = told("privacy", "list", "--all")["requests"]
    assert (closed["note"], bool(closed["done_at"])) == ("sent by the shop's own mail", True)


def test_what_is_due_first_stands_first_and_what_is_overdue_says_so() -> None:
    ask(customer="a", days_ago=1)
    late = ask(customer="b", days_ago=31)

    assert told("privacy", "list")["requests"][0]["ticket"] == late
    seen = commissions("privacy", "list").stdout
    assert ("overdue" in seen, "(in 28 d)" in seen) == (True, True)


def test_requests_that_are_due_soon_are_counted() -> None:
    ask(customer="a", days_ago=1)
    ask(customer="b", days_ago=21)
    ask(CUSTOMER_ERASURE, customer="c", days_ago=21)

    assert privacy.due_before(NOW + timedelta(days=10)) == 1


def test_an_erasure_is_listed_with_what_was_done() -> None:
    ticket = ask(CUSTOMER_ERASURE, customer="c0ffee")

    seen = commissions("privacy", "show", ticket).stdout

    assert "bodies deleted: 0, links removed: 0" in seen
    assert "Nobody waits" in commissions("privacy", "list").stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["show", "none"], 1, "None names no request"),
        (["done", "none", "--note", "x"], 1, "None names no request"),
        (["done", "none"], 2, "--note TEXT"),
    ],
)
def test_what_is_not_there_is_refused(words: list[str], code: int, says: str) -> None:
    result = commissions("privacy", *words)

    assert (result.exit_code, says.lower() in result.stderr.lower()) == (code, True)


def test_nobody_closes_an_erasure_by_hand_or_an_answer_twice() -> None:
    erased, answered = ask(CUSTOMER_ERASURE, customer="a"), ask(customer="b")
    told("privacy", "done", answered, "--note", "sent")

    refused = [
        commissions("privacy", "done", ticket, "--note", "again").stderr
        for ticket in (erased, answered)
    ]

    assert refused[0].startswith("An erasure closes when it is done.")
    assert "was closed before" in refused[1]
