"""Facts come in with something: each is in the inbox item that it names, and that is there."""

from dataclasses import replace

from commissions.audit.kept_inbox import MISSING, NOT_IN_IT, KeptInbox, unbacked
from commissions.audit.order_record import OrderRecord
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OfOrder
from commissions.domain.sales.carried_attribution import CarriedAttribution
from tests.support.looked_up_sales import WRITTEN, bought
from tests.support.orders import NOON, a_refund, sold
from tests.support.register_rows import INBOX, LookedUp

ORDER = bought()
SALE = sold(ORDER)


def an_order(*contents: Content, inbox: str = INBOX) -> OrderRecord:
    order = LookedUp()
    order.settle(contents, WRITTEN, inbox)
    return order.record


def told(
    record: OrderRecord, *records: OfOrder, item: str = INBOX
) -> list[tuple[str, str, list[str]]]:
    inbox = {item: KeptInbox(NOON, lambda: records)}
    return [
        (each.kind, each.inbox, sorted(fact.kind for fact in each.facts))
        for each in unbacked(record, inbox)
    ]


def test_what_came_in_with_an_item_that_has_it_is_backed() -> None:
    assert told(an_order(*SALE), ORDER) == []


def test_facts_of_an_item_that_is_not_there_are_named_together() -> None:
    assert told(an_order(*SALE), ORDER, item="another") == [
        (MISSING, INBOX, ["lock", "match", "order"])
    ]
    assert told(an_order(*SALE, inbox=""), ORDER) == [(MISSING, "", ["lock", "match", "order"])]


def test_facts_that_their_item_does_not_have_are_named() -> None:
    other = replace(ORDER, shipping=1)

    assert told(an_order(*SALE), other) == [(NOT_IN_IT, INBOX, ["lock", "match", "order"])]
    assert told(an_order(a_refund(amounts={"1": 1})), a_refund(amounts={"1": 2})) == [
        (NOT_IN_IT, INBOX, ["refund"])
    ]
    assert told(an_order(*SALE), replace(ORDER, store_id="other")) != []


def test_what_another_order_said_comes_with_what_had_that_one_say_it() -> None:
    heard = CarriedAttribution(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        order_ts=NOON,
        kind="customer",
        history="h",
        source="shopify/tea/9",
        source_ts=NOON,
        version=1,
        seller="cara",
    )

    assert told(an_order(heard), ORDER) == []


def test_of_an_item_that_cannot_be_read_any_more_nothing_is_held_against_its_facts() -> None:
    inbox = {INBOX: KeptInbox(NOON, lambda: None)}

    assert list(unbacked(an_order(*SALE), inbox)) == []
