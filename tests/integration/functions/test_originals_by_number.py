"""Shopify's apps name an exchange's original by its number alone: found over the tables."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from commissions.application.pipeline.attribute import attributed
from commissions.aws import bus
from commissions.aws.cache import forget_all
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.stores.order_marks import OrderMarks
from commissions.domain.stores.store import Policies
from commissions.tables import attribution_history, ledger, parked, sale_registers
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import a_company, changed, open_store, run, shopify, step_of

Published = Callable[[], list[dict[str, Any]]]
FIRST, EXCHANGE = "shopify/tea/5501000001001", "shopify/tea/5501000001002"
GUEST: dict[str, Any] = {"customer": None, "landing_site": "/"}


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(marks=OrderMarks(exchange_prefix="EXC-"), policies=Policies(late_referral_hours=72))


def sell(number: int, name: str, code: str, tags: str = "") -> None:
    moment = f"2026-11-{number:02}T10:00:00Z"
    told = {"id": 5501000001000 + number, "name": name, "tags": tags, "created_at": moment}
    codes = {"discount_codes": [{"code": code}] if code else []}
    times = {"processed_at": moment, "updated_at": moment}
    shopify(changed("orders_paid", **GUEST | told | codes | times))


def sell_first() -> None:
    sell(1, "#1001", "CARA-7")


def exchange() -> None:
    sell(2, "EXC-1001", "BOB-7", tags="exchange, #1001")


def known_by(order_key: str) -> tuple[str, str, str]:
    found = ledger.read(order_key).journals[-1].context
    return found.seller, found.carrier, found.source


def test_an_exchange_that_names_its_original_by_number_is_whose_that_was(
    published: Published,
) -> None:
    sell_first()
    run(published)
    exchange()
    run(published)

    assert known_by(EXCHANGE) == ("cara", "original", FIRST)


def test_an_original_that_comes_after_its_exchange_is_told_to_it(published: Published) -> None:
    exchange()
    run(published)
    assert known_by(EXCHANGE)[:2] == ("bob", "discount_code")
    sell_first()
    run(published)

    assert known_by(EXCHANGE) == ("cara", "original", FIRST)


def test_an_exchange_that_comes_while_its_original_is_looked_up_is_told(
    published: Published,
) -> None:
    sell_first()
    [event] = published()
    step_of("order.placed")(sqs_event(event), a_context())
    [mapped] = published()
    received = bus.decode_event(OrderMapped, mapped["detail"])

    def comes() -> None:
        exchange()
        run(published)
        assert known_by(EXCHANGE)[0] == "bob"

    with just_before("PutItem", comes):
        outcome = attributed(
            received.record,
            sale_registers,
            attribution_history,
            originals=sale_registers.facts_of_original,
        )
    bus.publish([received.with_record(outcome)], [type(outcome)])
    run(published)

    assert known_by(EXCHANGE) == ("cara", "original", FIRST)


def test_being_found_by_its_number_costs_an_order_a_put_and_a_query_and_elsewhere_nothing(
    published: Published,
) -> None:
    def looking_up(number: int = 1) -> Counter[str]:
        sell(number, "#1001", "CARA-7")
        [event] = published()
        step_of("order.placed")(sqs_event(event), a_context())
        [mapped] = published()
        with round_trips() as calls:
            step_of("order.mapped")(sqs_event(mapped), a_context())
        published()
        return Counter(calls)

    found = looking_up()
    open_store()
    forget_all()

    assert found - looking_up(2) == Counter({"PutItem": 1, "Query": 1})


PART = "shopify/tea/5501000001003"


def heard_lines(order_key: str) -> list[tuple[str, str]]:
    contents = [each.content for each in ledger.read(order_key).facts]
    return [(each.role, each.source) for each in contents if isinstance(each, CarriedLines)]


@pytest.mark.parametrize("part_first", [True, False])
def test_a_part_hears_the_lines_of_the_order_that_has_the_number_it_names(
    published: Published, part_first: bool
) -> None:
    """That one has them still: a person has to say where they earn, and nobody is paid twice."""
    open_store(marks=OrderMarks(split_names="#{order}-{number}"))
    forget_all()
    steps = [lambda: sell(3, "#1001-1", "BOB-7"), sell_first]
    for step in steps if part_first else steps[::-1]:
        step()
        run(published)

    assert heard_lines(PART) == [("parent", FIRST)]
    assert known_by(PART) == ("cara", "original", FIRST)
    assert [each.reason for each in parked.all_entries()] == ["copy_unknown"]
    stands: Counter[str] = Counter()
    for journal in ledger.read(PART).journals:
        for line in journal.lines:
            stands[line.earner] += line.amount
    assert not any(stands.values())
    assert any(line.amount for line in ledger.read(FIRST).journals[-1].lines)
