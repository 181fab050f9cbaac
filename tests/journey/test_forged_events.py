"""Who takes over a function, or gets at a queue, pays nobody by it: on the engine, with its rights.

The engine knows neither what a PutEvents says nor which item a call is about. It is taught both by
engine_rights, so that the template's conditions are held against each request, as on AWS. A bus's
own policy it does not know: tests/contract looks at that one in the template.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from commissions import events
from commissions.application.care import spoken_words
from tests.journey.baskets import basket, key
from tests.journey.bus import Listener
from tests.journey.deployed import Commissions, Said
from tests.journey.ledger_reads import Books
from tests.journey.stores import Stores, happens
from tests.journey.test_rights import as_role, outcome
from tests.support.lambdas import sqs_event
from tests.support.publishers import said_by
from tools.demo.payloads import order
from tools.stack import Stack

PUBLISHERS = (
    "IngestShopify",
    "IngestWoocommerce",
    "IngestMagento",
    "IngestBigcommerce",
    "IngestOrders",
    "MapSkus",
    "Attribute",
    "Earn",
    "Carry",
    "Reverse",
    "Fetch",
    "Sweep",
    "Release",
    "Poll",
)
REFUSED = "AccessDeniedException"
NOBODY_LISTENS = {"MapSkus": "order.parked", "Attribute": "order.parked", "Fetch": "order.parked"}
"""By function an event that it may say and no rule waits for."""
NUMBER = 50_777


def entry(stack: Stack, kind: str, **other: str) -> dict[str, str]:
    """One that a role puts; told as if by the tests, it would be heard by nobody here."""
    said = {"Source": events.SOURCE, "DetailType": kind, "Detail": '{"forged": true}'} | other
    return {"EventBusName": stack.resources["Bus"]} | said


def puts(stack: Stack, function: str, *entries: dict[str, str]) -> str:
    bus = as_role(stack, function, "events")
    return outcome(lambda: bus.put_events(Entries=list(entries)))


def events_refused(function: str) -> list[str]:
    return sorted(set(events.DETAIL_TYPES.values()) - said_by(function))


@pytest.mark.parametrize("function", PUBLISHERS)
def test_a_role_may_not_say_what_is_not_its_own(stack: Stack, function: str) -> None:
    outcomes = {
        kind: puts(stack, function, entry(stack, kind)) for kind in events_refused(function)
    }

    assert outcomes == dict.fromkeys(outcomes, REFUSED)
    assert ("sale.attributed" in outcomes) == (function != "Attribute")
    assert ("order.mapped" in outcomes) == (function != "MapSkus")


@pytest.mark.parametrize(("function", "kind"), NOBODY_LISTENS.items())
def test_a_role_may_say_what_is_its_own_and_the_engine_can_tell(
    stack: Stack, function: str, kind: str
) -> None:
    """Else everything would be refused, and the refusals above would say nothing."""
    own = entry(stack, kind)

    assert puts(stack, function, own) == "allowed"
    # Not beside something else, not for another source, and not without saying what it is.
    assert puts(stack, function, own, entry(stack, "commission.earned")) == REFUSED
    assert puts(stack, function, entry(stack, kind, Source="aws.commissions")) == REFUSED
    assert puts(stack, function, {k: v for k, v in own.items() if k != "DetailType"}) == REFUSED
    assert puts(stack, function, {k: v for k, v in own.items() if k != "Source"}) == REFUSED
    assert puts(stack, function, own | {"EventBusName": "default"}) == REFUSED


def test_whoever_says_nothing_may_say_nothing(stack: Stack) -> None:
    silent = ("Catalogue", "Privacy", "Project", "Guard", "Check", "Reconcile")

    assert {puts(stack, each, entry(stack, "order.parked")) for each in silent} == {REFUSED}


def invoked(stack: Stack, function: str, payload: Any) -> Any:
    answer = stack.client("lambda").invoke(
        FunctionName=stack.resources[function], Payload=json.dumps(payload).encode()
    )
    return json.loads(answer["Payload"].read())


@pytest.fixture(scope="module")
def sale(stack: Stack, company: Said, books: Books, listener: Listener) -> dict[str, Any]:
    """A sale as it was on the bus, of an order that is in the ledger."""
    with Stores(stack.api_url) as stores:
        stores.tell("tea-us", "orders/paid", order(basket(NUMBER)))
        assert happens(lambda: books.of_order("JournalTable", key(NUMBER)))
        assert happens(books.is_quiet), books.on_the_way()
    [found] = [
        event
        for event in listener.heard()
        if event["detail-type"] == "sale.attributed"
        and event["detail"]["record"]["order"]["platform_order_id"] == key(NUMBER).split("/")[-1]
    ]
    return found


def handed_to_earn(stack: Stack, event: dict[str, Any]) -> Any:
    """As whoever may send to its queue, or invoke it, has it take an event."""
    return invoked(stack, "Earn", sqs_event(event))


def test_what_is_handed_to_earn_is_believed_only_as_it_was_signed(
    stack: Stack, books: Books, sale: dict[str, Any]
) -> None:
    back = {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    to_eve = json.loads(json.dumps(sale).replace('"cara"', '"eve"'))
    unsigned = sale | {"detail": {k: v for k, v in sale["detail"].items() if k != "mac"}}
    before = books.of_order("JournalTable", key(NUMBER)), books.facts(key(NUMBER))

    assert to_eve != sale
    assert handed_to_earn(stack, to_eve) == handed_to_earn(stack, unsigned) == back
    assert handed_to_earn(stack, sale) == {"batchItemFailures": []}
    assert (books.of_order("JournalTable", key(NUMBER)), books.facts(key(NUMBER))) == before
    for why in ("it was changed after it was signed", "it is not signed"):
        assert f"sale.attributed is not believed: {why}" in books.log("Earn")
    assert '"EventsRefused":[1' in books.log("Earn").replace(" ", "")


def test_a_person_can_sign_a_sample_and_have_it_taken(
    stack: Stack, commissions: Commissions, sale: dict[str, Any], tmp_path: Path
) -> None:
    """As the README does it with `sam remote invoke Earn`."""
    file = tmp_path / "Earn.json"
    unsigned = sale | {"detail": {k: v for k, v in sale["detail"].items() if k != "mac"}}
    file.write_text(json.dumps(sqs_event(unsigned)))
    signed = commissions("events", "sign", file)

    assert signed.code == 0, signed.text
    assert invoked(stack, "Earn", signed.json) == {"batchItemFailures": []}


WRITES_INBOX = ("IngestShopify", "IngestOrders", "Attribute", "Fetch", "Sweep", "Poll")


@pytest.mark.parametrize("function", WRITES_INBOX)
def test_nobody_slips_a_persons_word_into_the_inbox(stack: Stack, function: str) -> None:
    """From where the sweeper would tell it, and sign it."""
    table, inbox = as_role(stack, function), stack.resources["InboxTable"]

    def puts_item(topic: str) -> str:
        item = {"id": {"S": f"shopify#tea-us#{topic}#00"}, "state": {"S": "ignored"}}
        return outcome(lambda: table.put_item(TableName=inbox, Item=item))

    try:
        assert {puts_item(topic) for topic in spoken_words.TOPICS} == {REFUSED}
        assert puts_item("orders/paid") == "allowed"
    finally:
        stack.client("dynamodb").delete_item(
            TableName=inbox, Key={"id": {"S": "shopify#tea-us#orders/paid#00"}}
        )


@pytest.mark.parametrize("function", PUBLISHERS)
def test_the_key_is_read_by_the_stations_and_the_sweeper_alone(stack: Stack, function: str) -> None:
    secrets = as_role(stack, function, "secretsmanager")
    read = outcome(lambda: secrets.get_secret_value(SecretId=stack.resources["EventKey"]))
    stations = {"MapSkus", "Attribute", "Earn", "Carry", "Reverse", "Sweep"}

    assert (read == "allowed") == (function in stations)


def test_what_decides_pay_was_signed_on_the_bus_and_what_stores_said_was_not(
    sale: dict[str, Any], listener: Listener
) -> None:
    signed = {events.DETAIL_TYPES[each] for each in events.SIGNED}

    assert {event["detail-type"] for event in listener.heard() if "mac" in event["detail"]} >= {
        "order.mapped",
        "sale.attributed",
    }
    assert [
        event["detail-type"]
        for event in listener.heard()
        if ("mac" in event["detail"]) != (event["detail-type"] in signed)
        and event["detail"] != {"forged": True}
    ] == []
