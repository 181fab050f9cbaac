"""Vendors' copies of an order over the tables: earned once, given back once, whoever is first."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from commissions.application.care import decide_order
from commissions.application.care.drafted_decisions import Answer
from commissions.application.pipeline import say_lines
from commissions.application.queries.order_reference import parse_order
from commissions.aws.clients import client
from commissions.domain.orders.hint import ChangeHinted
from commissions.events import decode
from commissions.tables import attribution_history, ledger, parked
from functions.pipeline import attribute, carry, earn, reverse
from tests.support.dynamodb_calls import just_before
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import run, step_of, types
from tests.support.told_copies import PARENT, TEA, a_marketplace, earned, tell
from tests.support.vendor_orders import (
    cups,
    given_back,
    of_cups,
    of_tea,
    refunded,
    sub_order,
    tea,
    the_order,
)
from tests.unit.platforms.woocommerce_builders import Payload

Published = Callable[[], list[dict[str, Any]]]
ONCE, WITHOUT_TEA = ("30.00", "5.00"), ("12.00", "2.00")
LAST = "woocommerce/tea/9104"


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_marketplace()


def listed() -> list[tuple[str, str]]:
    return sorted((each.order_key, each.reason) for each in parked.all_entries())


def go_on(published: Published) -> list[dict[str, Any]]:
    """Until all is quiet; the shop itself is not asked."""
    return sent(published, "change.hinted")


def sent(published: Published, *kinds: str) -> list[dict[str, Any]]:
    """What is on the bus, carried as far as these kinds, which stay on it."""
    held: list[dict[str, Any]] = []
    while news := published():
        for event in news:
            if event["detail-type"] in kinds:
                held.append(event)
            elif step := step_of(event["detail-type"]):
                assert step(sqs_event(event), a_context()) == {"batchItemFailures": []}
    return held


@pytest.mark.parametrize("order", [*permutations((the_order(), of_tea(), of_cups()))])
def test_a_checkout_of_two_vendors_earns_once_in_whatever_order_it_is_told(
    order: tuple[Payload, ...], published: Published
) -> None:
    for each in order:
        tell(each)
        go_on(published)

    assert earned() == ONCE
    assert listed() == []
    assert {line.reason for each in ledger.read(TEA).journals for line in each.lines} == {
        "part of order 9101, which earned"
    }


def test_a_refund_that_comes_before_all_else_is_given_back_once(published: Published) -> None:
    for each in (of_tea(**refunded(3, "60.00")), of_cups(), the_order()):
        tell(each)
        go_on(published)

    assert earned() == WITHOUT_TEA
    assert earned(PARENT) == WITHOUT_TEA
    assert ledger.read(PARENT).journals[0].context.cause == "sale"


def test_a_vendors_refund_is_told_to_the_parent_which_takes_it_back(published: Published) -> None:
    tell(the_order(), of_tea(), of_cups())
    go_on(published)
    tell(of_tea(**refunded(3, "60.00")))
    told = run(published)

    assert types(told).count("lines.carried") == 2  # with the snapshot, and with the refund
    assert earned(PARENT) == WITHOUT_TEA
    assert ledger.read(PARENT).journals[-1].context.cause == "what came back by order 9102, a copy"
    tell(the_order(**refunded(1, "60.00")))
    go_on(published)
    assert earned() == WITHOUT_TEA


def test_a_parent_that_is_called_off_leaves_its_copies_to_earn(published: Published) -> None:
    tell(the_order(), of_tea(), of_cups())
    go_on(published)
    tell(the_order(status="cancelled", hours=2))
    go_on(published)

    assert (earned(PARENT), earned()) == (("0.00", "0.00"), ONCE)
    assert ledger.read(TEA).journals[-1].context.cause == (
        "order 9101, of which it may be a copy, was told anew"
    )


@pytest.mark.filterwarnings("ignore:No application metrics")
@pytest.mark.parametrize("first", [of_tea(), the_order()])
def test_told_while_the_other_is_being_settled_neither_misses_the_other(
    first: Payload, published: Published
) -> None:
    second = the_order() if first["parent_id"] else of_tea()
    tell(first)
    [sale] = sent(published, "sale.attributed")
    tell(second)
    [other] = sent(published, "sale.attributed")
    with just_before("TransactWriteItems", lambda: earn.handler(sqs_event(other), a_context())):
        earn.handler(sqs_event(sale), a_context())
    go_on(published)

    assert earned() == ONCE
    assert earned(TEA) == ("0.00", "0.00")


def test_looked_up_while_the_parent_is_being_settled_a_copy_is_told_of_it(
    published: Published,
) -> None:
    tell(the_order())
    [parent] = sent(published, "sale.attributed")
    tell(of_tea())
    [mapped] = sent(published, "order.mapped")
    with just_before(
        "TransactWriteItems", lambda: attribute.handler(sqs_event(mapped), a_context())
    ):
        earn.handler(sqs_event(parent), a_context())
    go_on(published)

    assert (earned(), listed()) == (ONCE, [])


def test_killed_between_settling_and_telling_it_is_told_when_it_comes_again(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(the_order(), of_tea(), of_cups())
    go_on(published)
    tell(of_tea(**refunded(3, "60.00")))
    [back] = sent(published, "order.refunded")
    with monkeypatch.context() as killed:
        killed.setattr(say_lines, "lines_told_to_parents", _killed)
        assert reverse.handler(sqs_event(back), a_context())["batchItemFailures"]
    assert earned() == ONCE
    reverse.handler(sqs_event(back), a_context())
    go_on(published)

    assert earned() == WITHOUT_TEA


def _killed(*_: Any) -> None:
    raise RuntimeError("killed")


def test_told_twice_late_and_after_what_is_newer_a_parent_goes_by_the_last_word(
    published: Published,
) -> None:
    tell(the_order(), of_cups(), of_tea())
    go_on(published)
    tell(of_tea(**refunded(3, "60.00")))
    old = sent(published, "lines.carried")
    tell(of_tea(hours=300))
    go_on(published)
    for event in (*old, *old):
        carry.handler(sqs_event(event), a_context())

    assert earned() == ONCE


def test_a_store_is_asked_for_a_parent_that_was_never_told(published: Published) -> None:
    tell(of_tea())
    [event] = sent(published, "change.hinted")
    hint = decode(ChangeHinted, json.dumps(event["detail"]["record"]))

    assert (hint.order_key, hint.reason) == (PARENT, "another order may be a copy of it")
    assert listed() == [(TEA, "copy_unknown")]
    assert earned() == ("0.00", "0.00")
    tell(the_order())
    go_on(published)
    assert (earned(), listed()) == (ONCE, [])


def test_nobody_is_asked_for_a_parent_that_is_known(published: Published) -> None:
    tell(the_order())
    go_on(published)
    tell(of_tea(), of_cups())

    assert sent(published, "change.hinted") == []


def test_a_person_says_that_an_order_is_no_copy_and_may_take_it_back(published: Published) -> None:
    tell(of_tea())
    go_on(published)
    for answer, withdraw, expected in (
        ("no", False, "18.00"),
        ("no", True, "0.00"),
        ("yes", False, "0.00"),
    ):
        said = Answer(
            about="copy", answer=answer, withdraw=withdraw, by="mara", why="as the shop says"
        )
        proposal = decide_order.propose(parse_order(TEA), said, now=datetime.now(UTC))
        decide_order.record(proposal.decisions, now=datetime.now(UTC))
        go_on(published)
        assert earned()[0] == expected

    assert listed() == []


def test_what_the_order_api_calls_a_copy_is_one_whatever_its_lines_are(
    published: Published,
) -> None:
    from tests.support import told_originals as api
    from tests.support.pipeline_driver import a_company, value

    a_company(platform="orders", carriers=("distributor_ref",))
    value("TEA", cv="100%")
    api.tell(1, "CARA-7")
    go_on(published)
    api.tell(2, continues={"order": "1001", "as": "copy"})
    go_on(published)

    assert [line.amount for each in ledger.read(api.SECOND).journals for line in each.lines] == [
        0
    ] * 3
    assert {each.context.cause for each in ledger.read(api.SECOND).journals} == {"sale"}


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_what_comes_back_of_a_copys_copy_is_told_as_far_up_as_the_order_that_was_paid(
    order: tuple[int, ...], published: Published
) -> None:
    last = sub_order(9104, tea(7), parent_id=9102, **refunded(7, "60.00"))
    orders = [the_order(), of_tea(), last]
    for place in order:
        tell(orders[place])
        go_on(published)

    assert earned(PARENT, TEA, LAST) == WITHOUT_TEA
    assert earned(PARENT) == WITHOUT_TEA
    assert listed() == []


def test_what_is_heard_twice_is_told_further_up_without_an_end(published: Published) -> None:
    tell(the_order(), of_tea(), sub_order(9104, tea(7), parent_id=9102))
    heard = sent(published, "lines.carried")
    tell(sub_order(9104, tea(7), parent_id=9102, **refunded(7, "60.00")))
    heard += sent(published, "lines.carried")
    for event in (*reversed(heard), *heard):
        carry.handler(sqs_event(event), a_context())
    go_on(published)

    assert earned(PARENT, TEA, LAST) == WITHOUT_TEA


@contextmanager
def _calls() -> Iterator[list[str]]:
    """What is asked of the histories, and written to heads alone."""
    calls: list[str] = []

    def before(params: dict[str, Any], model: Any, **_: Any) -> None:
        is_mark = params.get("TableName") == ledger.HEADS and model.name == "UpdateItem"
        if params.get("TableName") == attribution_history.TABLE or is_mark:
            calls.append(model.name)

    events = client("dynamodb").meta.events
    events.register("before-parameter-build.dynamodb", before)
    try:
        yield calls
    finally:
        events.unregister("before-parameter-build.dynamodb", before)


def test_an_order_without_copies_costs_nothing_more_and_copies_a_little(
    published: Published,
) -> None:
    def of(*payloads: Payload) -> tuple[list[str], int]:
        tell(*payloads)
        with _calls() as calls:
            told = run(published)
        return calls, types(told).count("lines.carried")

    assert of(the_order()) == ([], 0)
    assert of(the_order(**refunded(1, "60.00"))) == ([], 0)
    assert of(of_tea()) == (["UpdateItem", "UpdateItem"], 0)
    assert of(of_cups()) == (["UpdateItem"], 0)
    assert of(of_cups(**given_back("10.00"))) == (["UpdateItem"], 2)
    assert of(the_order(tea(), cups(), hours=400)) == (["Query"], 2)
