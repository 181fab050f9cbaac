"""What came back of a copy and was never told to its parent is found over the tables, and mended by
having the copy tell it again; so is a parent's change that a copy never heard of."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commissions.application.care import decide_order, replay
from commissions.application.care.drafted_decisions import Answer
from commissions.application.queries.order_reference import parse_order
from commissions.application.reconciliation.run import reconcile
from commissions.audit.findings import COPIES, Finding
from tests.support.dynamodb_calls import round_trips
from tests.support.lambdas import a_context, sqs_event
from tests.support.pipeline_driver import step_of
from tests.support.told_copies import CUPS, PARENT, TEA, a_marketplace, earned, tell
from tests.support.vendor_orders import (
    given_back,
    of_cups,
    of_tea,
    refunded,
    sub_order,
    tea,
    the_order,
)

Published = Callable[[], list[dict[str, Any]]]
SOLD = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_marketplace()


def go_on(published: Published, lost: Iterable[str] = ()) -> None:
    """All of the pipeline, but for what is lost on the bus."""
    while news := published():
        for event in news:
            kind = event["detail-type"]
            if kind not in lost and (step := step_of(kind)):
                step(sqs_event(event), a_context())


def found(day: date | None = None, hours: int = 1) -> list[Finding]:
    """Of copies, so long after all was written; of the day on which it was, if none is given."""
    now = datetime.now(UTC)
    report = reconcile(day or now.date(), now=now + timedelta(hours=hours))
    return [each for each in report.findings if each.check == COPIES]


def kinds() -> list[tuple[str, str, str]]:
    return [(each.kind, each.order[-4:], each.about[-4:]) for each in found()]


def a_checkout(published: Published) -> None:
    tell(the_order(), of_tea(), of_cups())
    go_on(published)


def test_of_a_checkout_whose_orders_heard_each_other_nothing_is_found(
    published: Published,
) -> None:
    a_checkout(published)
    tell(of_tea(**refunded(3, "60.00")), the_order(**refunded(2, "40.00")))
    go_on(published)

    assert (found(SOLD), found()) == ([], [])
    assert not [each for each in reconcile(SOLD).findings if each.check != "store"]


def test_a_refund_of_a_copy_that_was_never_told_to_its_parent_is_found_and_mended(
    published: Published,
) -> None:
    a_checkout(published)
    tell(of_tea(**refunded(3, "60.00")))
    go_on(published, lost=["lines.carried"])

    [finding] = found()
    assert (finding.kind, finding.order, finding.about) == ("copy_refund_missing", PARENT, TEA)
    assert (finding.expected, finding.found, finding.unit) == (60_00, 0, "USD")
    assert finding.sentence == (
        f"Of order {TEA}, a copy of lines of order {PARENT}, 60.00 USD came back, and that one "
        "never heard of it."
    )
    assert f"--order {TEA}" in finding.advice(SOLD)
    assert earned() == ("30.00", "5.00")
    replay.replay_order(parse_order(TEA))
    go_on(published)
    assert (found(), earned()) == ([], ("12.00", "2.00"))


def test_a_refund_of_which_the_parent_heard_an_older_word_is_found(published: Published) -> None:
    a_checkout(published)
    tell(of_tea(**given_back("30.00")))
    go_on(published)
    tell(of_tea(hours=300))
    go_on(published, lost=["lines.carried"])

    [finding] = found()
    assert (finding.kind, finding.expected, finding.found) == ("copy_refund_wrong", 0, 30_00)
    assert "heard of 30.00 USD" in finding.sentence


@pytest.mark.parametrize("changed", [{"status": "cancelled"}, {}])
def test_a_change_of_the_parent_that_no_copy_heard_of_is_found_and_mended(
    changed: dict[str, Any], published: Published
) -> None:
    a_checkout(published)
    lines = () if changed else (tea(),)
    tell(the_order(*lines, hours=24, **changed))
    go_on(published, lost=["lines.carried"])

    assert kinds() == [("parent_wrong", "9102", "9101"), ("parent_wrong", "9103", "9101")]
    replay.replay_order(parse_order(PARENT))
    go_on(published)
    assert (kinds(), earned()) == ([], ("30.00", "5.00"))


def test_a_copy_that_never_heard_of_its_parent_is_found(published: Published) -> None:
    tell(of_cups())
    go_on(published)
    tell(the_order())
    go_on(published, lost=["lines.carried"])

    assert kinds() == [("parent_missing", "9103", "9101")]
    assert (earned(CUPS), earned(PARENT)) == (("0.00", "0.00"), ("30.00", "5.00"))


def test_an_unpaid_order_that_a_person_said_is_a_copy_is_looked_at_and_nothing_is_found(
    published: Published,
) -> None:
    unpaid = of_tea(status="pending", date_paid_gmt=None)
    tell(the_order(), unpaid)
    go_on(published)
    said = Answer(about="copy", answer="yes", withdraw=False, by="mara", why="the vendor says so")
    proposal = decide_order.propose(parse_order(TEA), said, now=datetime.now(UTC))
    decide_order.record(proposal.decisions, now=datetime.now(UTC))
    go_on(published)

    assert (kinds(), earned()) == ([], ("30.00", "5.00"))


def test_a_refund_of_a_copys_copy_that_the_order_above_all_never_heard_of_is_found_and_mended(
    published: Published,
) -> None:
    last = "woocommerce/tea/9104"
    tell(the_order(), of_tea(), sub_order(9104, tea(7), parent_id=9102))
    go_on(published)
    tell(sub_order(9104, tea(7), parent_id=9102, **refunded(7, "60.00")))
    go_on(published, lost=["lines.carried"])

    assert kinds() == [
        ("copy_refund_missing", "9101", "9104"),
        ("copy_refund_missing", "9102", "9104"),
    ]
    replay.replay_order(parse_order(last))
    go_on(published)
    assert (kinds(), earned()) == ([], ("12.00", "2.00"))


def test_what_an_order_keeps_of_one_that_is_below_it_no_more_is_found_and_mended(
    published: Published,
) -> None:
    last = sub_order(9104, tea(7), parent_id=9102, **refunded(7, "60.00"))
    tell(the_order(), of_tea(), last)
    go_on(published)
    assert earned(PARENT) == ("12.00", "2.00")
    said = Answer(about="copy", answer="no", withdraw=False, by="mara", why="it is a second sale")
    proposal = decide_order.propose(parse_order(TEA), said, now=datetime.now(UTC))
    decide_order.record(proposal.decisions, now=datetime.now(UTC))
    go_on(published, lost=["lines.carried"])

    assert kinds() == [("parent_wrong", "9104", "9102")]
    assert "stands elsewhere now" in found()[0].sentence
    replay.replay_order(parse_order(TEA))
    go_on(published, lost=[])
    assert (kinds(), earned(PARENT), earned(TEA)) == ([], ("30.00", "5.00"), ("0.00", "0.00"))


def test_what_is_on_its_way_is_looked_at_when_it_is_at_rest(published: Published) -> None:
    a_checkout(published)
    tell(of_tea(**refunded(3, "60.00")))
    go_on(published, lost=["lines.carried"])

    assert found(hours=0) == []


def test_an_order_without_copies_is_looked_at_no_further(published: Published) -> None:
    tell(the_order())
    go_on(published)
    with round_trips() as alone:
        reconcile(SOLD)
    tell(of_tea())
    go_on(published)
    with round_trips() as with_copy:
        reconcile(SOLD)

    assert len(with_copy) - len(alone) <= 8
