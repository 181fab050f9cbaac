"""Orders that go on with another one by themselves, over the tables: whose that was they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.care import override_order
from commissions.application.care.drafted_overrides import OverrideRequest
from commissions.application.care.refold import refolds
from commissions.application.queries.order_reference import parse_order
from commissions.aws.clients import client
from commissions.domain.stores.store import Policies
from commissions.tables import attribution_history, ledger, original_marks, parked
from functions.pipeline import attribute, earn
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.lambdas import a_context, sqs_event
from tests.support.original_stories import a_word
from tests.support.pipeline_driver import a_company, run, step_of, types, value
from tests.support.told_originals import FIRST, RENEWS, SECOND, THIRD, tell

Published = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    policies = Policies(late_referral_hours=72)
    a_company(platform="orders", carriers=("distributor_ref",), policies=policies)
    value("TEA")


def context(order_key: str) -> Any:
    return ledger.read(order_key).journals[-1].context


def known_by(order_key: str) -> tuple[str, str, str, str, str]:
    found = context(order_key)
    return found.seller, found.carrier, found.source, found.code, found.continues


def test_a_renewal_is_whose_the_first_order_was_and_a_copied_code_changes_nothing(
    published: Published,
) -> None:
    tell(1, "CARA-7")
    run(published)
    tell(2, "BOB-7", continues=RENEWS)
    run(published)

    assert known_by(SECOND) == ("cara", "original", FIRST, "CARA-7", "renewal")


def test_a_first_order_that_comes_last_is_told_to_what_renews_it(published: Published) -> None:
    tell(2, continues=RENEWS)
    run(published)
    assert context(SECOND).seller == ""
    assert ledger.read(FIRST).facts == []
    tell(1, "CARA-7")
    told = run(published)

    assert types(told).count("attribution.carried") == 1
    assert known_by(SECOND) == ("cara", "original", FIRST, "CARA-7", "renewal")
    assert context(SECOND).cause == "order 1001 of 2026-11-01, which it goes on with: cara's"
    assert context(FIRST).seller == "cara"


@pytest.mark.parametrize("is_known", [False, True])
def test_told_while_the_first_order_is_being_settled_neither_misses_the_other(
    published: Published, *, is_known: bool
) -> None:
    if is_known:
        tell(1)
        run(published)
    tell(1, "CARA-7", updated_at="2026-11-01T11:00:00Z")
    for station in ("order.placed", "order.mapped"):
        [event] = published()
        step_of(station)(sqs_event(event), a_context())
    [sale] = published()
    with just_before("TransactWriteItems", lambda: _renewed(published)):
        earn.handler(sqs_event(sale), a_context())
    run(published)

    assert known_by(SECOND)[:2] == ("cara", "original")


def _renewed(published: Published) -> None:
    tell(2, continues=RENEWS)
    for station in ("order.placed", "order.mapped", "sale.attributed"):
        [event] = [each for each in published() if each["detail-type"] == station]
        step_of(station)(sqs_event(event), a_context())


def test_killed_between_settling_and_telling_the_first_order_tells_when_it_comes_again(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(2, continues=RENEWS)
    run(published)
    tell(1, "CARA-7")
    for station in ("order.placed", "order.mapped"):
        [event] = published()
        step_of(station)(sqs_event(event), a_context())
    [sale] = published()
    with monkeypatch.context() as killed:
        killed.setattr(attribution_history, "since", _killed)
        assert earn.handler(sqs_event(sale), a_context())["batchItemFailures"]
    assert context(SECOND).seller == ""
    earn.handler(sqs_event(sale), a_context())
    run(published)

    assert context(SECOND).seller == "cara"


def _killed(*_: Any) -> None:
    raise RuntimeError("killed")


def test_what_a_person_says_of_the_first_order_holds_for_what_renews_it(
    published: Published,
) -> None:
    tell(1, "CARA-7")
    run(published)
    tell(2, continues=RENEWS)
    run(published)
    word = replace(a_word(1, ""), platform="orders")
    override_order.record(word, now=datetime.now(UTC))
    run(published)

    assert known_by(SECOND)[:2] == ("", "original")
    assert "by override" in context(SECOND).cause


def test_whose_it_is_takes_two_people_where_others_go_on_with_it(published: Published) -> None:
    request = OverrideRequest(to="cara", by="mara", why="she sold it at her stand")
    tell(1)
    run(published)
    now = datetime.now(UTC)
    assert override_order.propose(parse_order(FIRST), request, now=now).second == ""
    tell(2, continues=RENEWS)
    run(published)

    second = override_order.propose(parse_order(FIRST), request, now=now).second
    assert second == "other orders go on with it, and are whose it is from then on"


def test_a_renewal_of_a_renewal_that_comes_before_both_is_whose_the_first_order_was(
    published: Published,
) -> None:
    for number, fields in (
        (3, {"continues": {"order": "1002", "as": "recreated"}}),
        (1, {"code": "CARA-7"}),
        (2, {"continues": RENEWS}),
    ):
        tell(number, **fields)
        run(published)

    assert known_by(THIRD) == ("cara", "original", FIRST, "CARA-7", "recreated")


def test_an_order_that_waits_as_nothing_says_whose_it_is_goes_on_with_its_original(
    published: Published,
) -> None:
    a_company(platform="orders", policies=Policies(no_referrer="park"))
    tell(2, continues=RENEWS)
    run(published)
    assert [each.reason for each in parked.all_entries()] == ["no_referrer"]
    tell(1, "CARA-7")
    run(published)

    assert context(SECOND).seller == "cara"
    assert list(parked.all_entries()) == []


def test_a_renewal_that_names_nothing_is_nobodys_and_listed(published: Published) -> None:
    tell(2, continues={"as": "renewal"})
    run(published)
    tell(3, "CARA-7", continues={"as": "renewal"})
    run(published)

    assert [(each.order_key, each.reason) for each in parked.all_entries()] == [
        (SECOND, "renewal_of_unknown")
    ]
    assert context(SECOND).seller == ""


def calls_of(published: Published, number: int, **fields: Any) -> tuple[list[str], list[str]]:
    """What an order asks of the histories, and writes to heads alone, where it is looked up and
    where it is settled."""
    tell(number, **fields)
    [placed] = published()
    step_of("order.placed")(sqs_event(placed), a_context())
    [mapped] = published()
    with _asked() as looked:
        attribute.handler(sqs_event(mapped), a_context())
    [sale] = published()
    with _asked() as settled:
        earn.handler(sqs_event(sale), a_context())
    published()
    return looked, settled


def test_an_order_that_nothing_goes_on_with_costs_nothing_more_and_its_renewals_a_little(
    published: Published,
) -> None:
    assert calls_of(published, 1, code="CARA-7") == ([], [])
    assert calls_of(published, 2, continues=RENEWS) == (["UpdateItem", "UpdateItem"], [])
    assert calls_of(published, 3, continues=RENEWS) == (["UpdateItem"], [])
    assert calls_of(published, 1, code="BOB-7", updated_at="2026-11-09T10:00:00Z") == (
        [],
        ["Query"],
    )


@contextmanager
def _asked() -> Iterator[list[str]]:
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


def test_the_mark_of_an_order_that_is_not_known_is_no_order(published: Published) -> None:
    with round_trips() as calls:
        assert original_marks.facts_of_original(FIRST) == []
        assert original_marks.facts_of_original(FIRST) == []

    stored = ledger.read(FIRST)
    read = ["GetItem", "Query", "Query"]
    assert calls == ["GetItem", "UpdateItem", *read, *read]
    assert (stored.head.continued, stored.head.journals, stored.rows) == (True, 0, ())
    assert [(each.moves, each.trouble) for each in refolds(None)] == [((), "")]
    tell(1, "CARA-7")
    run(published)
    assert (context(FIRST).seller, ledger.read(FIRST).head.continued) == ("cara", True)
