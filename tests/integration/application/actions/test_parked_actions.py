"""What people do about what waits: those records that were shown, each once, with an answer of
each."""

from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch

import boto3
import pytest

from commissions.application.actions import asked_worker, worker
from commissions.application.actions.kinds import kind_of
from commissions.application.actions.parked_records_action import WAITS_OTHERWISE, ParkedChanged
from commissions.application.actions.parked_to_nobody import WaitsForElse
from commissions.application.actions.proposing import (
    ActionRequest,
    AskedOtherwise,
    asked_before,
    put_on_record,
)
from commissions.application.actions.worker import NotCarriedOutHere, carry_out_approved
from commissions.application.care import parked_decisions
from commissions.application.care.retell import NobodysWord
from commissions.application.queries.action_outcome import outcomes
from commissions.application.queries.audited import audit_log_since
from commissions.application.queries.parked_records import NothingParked, parked_records
from commissions.domain.actions.action import APPLIED, APPROVED, FAILED, Action
from commissions.domain.orders.parked_filter import ParkedFilter
from commissions.tables import inbox, items, ledger, parked
from commissions.tables.parked import ParkedEntry
from tests.support.parked_company import (
    INES,
    MARA,
    ONCE,
    a_parked_company,
    asked,
    on_record,
    orders_of,
    send,
)
from tests.support.pipeline_driver import Published, run, value

KEYS = [f"shopify/tea/900{number}" for number in (1, 2, 3)]


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    a_parked_company(published, 3)


def done(action: Action) -> Action:
    return carry_out_approved(action.action_id, datetime.now(UTC))


def of_each(action: Action) -> list[str]:
    return [each.outcome for each in outcomes(action)]


def log() -> list[str]:
    today = datetime.now(UTC).date()
    return [
        f"{each.who} {each.what} {each.outcome}" for each in audit_log_since(today, today).entries
    ]


def test_what_is_released_goes_on_and_each_says_so(published: Published) -> None:
    value("NEW")
    action = on_record("parked.release")
    assert (action.state, of_each(action)) == (APPROVED, ["not-yet"] * 3)

    released = done(action)
    assert (released.state, released.outcome) == (APPLIED, "3 released")
    assert of_each(released) == ["on-its-way"] * 3
    run(published)

    assert of_each(released) == ["went-on"] * 3
    assert all(ledger.read(key).journals for key in KEYS)
    assert log() == ["mara parked.release approved", "mara parked.release applied"]


def test_what_still_cannot_go_on_says_why(published: Published) -> None:
    released = done(on_record("parked.release"))
    run(published)

    assert of_each(released) == ["still-waits"] * 3
    assert "NEW" in outcomes(released)[0].says
    assert [each.tries for each in parked_records()] == [2, 2, 2]


def test_what_is_dismissed_waits_no_longer_and_keeps_the_reason() -> None:
    entries = {each.record_key: each.inbox for each in parked_records()}

    dismissed = done(on_record("parked.dismiss", why="a test of the shop"))

    assert of_each(dismissed) == ["dismissed"] * 3
    assert parked_records() == []
    notes = [item.note for each in entries.values() if (item := inbox.find(each))]
    assert notes == ["a test of the shop"] * 3


def test_just_what_was_shown_is_done_or_nothing(published: Published) -> None:
    shown = asked("parked.dismiss")
    orders_of(published, 1, first=4)
    now = datetime.now(UTC)

    put_on_record(shown, MARA, now)  # those that were shown stand as they were
    assert len(parked_records()) == 4
    value("NEW")
    done(on_record("parked.release", ParkedFilter(order_key=KEYS[0]), once="20261129-" + "1" * 20))
    run(published)

    with pytest.raises(ParkedChanged):
        put_on_record(asked_as(shown, "2"), MARA, now)


@pytest.mark.parametrize("fields", [{"reason": "no_rate"}, {"detail": "else"}, {"inbox": "other"}])
def test_what_waits_otherwise_by_the_time_it_is_done_is_left_and_named(
    fields: dict[str, str],
) -> None:
    action = on_record("parked.dismiss")
    changed = next(each for each in parked_records() if each.order_key == KEYS[0])
    tamper_parked(changed, fields)

    dismissed = done(action)

    assert dismissed.failed == {changed.record_key: WAITS_OTHERWISE}
    assert [each.order_key for each in parked_records()] == [KEYS[0]]


def tamper_parked(entry: ParkedEntry, fields: dict[str, str]) -> None:
    """As it would stand had it been told again, or looked at again, meanwhile."""
    key = {"waits_for": entry.waits_for, "record_key": entry.record_key}
    item = items.get(parked.TABLE, key)
    assert item
    boto3.client("dynamodb").put_item(TableName=parked.TABLE, Item=items.marshal(item | fields))


def asked_as(shown: ActionRequest, digit: str) -> ActionRequest:
    """Of another form."""
    return replace(shown, once="20261129-" + digit * 20)


def test_a_form_that_is_sent_twice_is_one_action(published: Published) -> None:
    value("NEW")
    request = asked("parked.release")
    first = put_on_record(request, MARA, datetime.now(UTC))
    done(first)
    run(published)

    again = put_on_record(request, MARA, datetime.now(UTC))

    assert (again.action_id, again.state) == (first.action_id, APPLIED)
    assert asked_before(ONCE, MARA) == again
    assert asked_before(ONCE, INES) is None
    assert log().count("mara parked.release approved") == 1


def test_a_form_that_says_something_else_the_second_time_is_refused() -> None:
    put_on_record(asked("parked.release"), MARA, datetime.now(UTC))

    with pytest.raises(AskedOtherwise):
        put_on_record(asked("parked.dismiss"), MARA, datetime.now(UTC))


def test_two_people_at_once_dismiss_it_once(published: Published) -> None:
    now = datetime.now(UTC)
    both = [put_on_record(asked("parked.dismiss"), each, now) for each in (MARA, INES)]

    first, second = (done(each) for each in both)

    assert (first.outcome, second.outcome) == ("3 dismissed", "0 dismissed, 3 waited no more")
    assert parked_records() == []


def test_carried_out_twice_it_is_done_once(published: Published) -> None:
    value("NEW")
    action = on_record("parked.release")
    done(action)
    run(published)

    assert done(action).outcome == "3 released"
    assert all(len(ledger.read(key).journals) == 1 for key in KEYS)


def test_one_that_fails_holds_up_no_other_and_says_why(published: Published) -> None:
    action = on_record("parked.dismiss")
    real = parked_decisions.decide_entries

    def failing(entries: list[parked.ParkedEntry], decision: object) -> None:
        if entries[0].order_key == KEYS[1]:
            raise NobodysWord("an item")
        real(entries, decision)  # type: ignore[arg-type]

    with patch("commissions.application.actions.parked_dismissal.decide_entries", failing):
        dismissed = done(action)

    assert dismissed.outcome == "2 dismissed, 1 left as they were"
    assert sorted(of_each(dismissed)) == ["dismissed", "dismissed", "failed"]
    assert [each.order_key for each in parked_records()] == [KEYS[1]]
    [reason] = dismissed.failed.values()
    assert "nobody in the company said" in reason


def test_what_went_on_meanwhile_cannot_be_shown_again(published: Published) -> None:
    shown = asked("parked.dismiss")
    value("NEW")
    done(on_record("parked.release"))
    run(published)

    with pytest.raises(NothingParked):
        put_on_record(asked_as(shown, "3"), MARA, datetime.now(UTC))


def test_what_waits_to_know_whose_it_is_can_be_nobodys(published: Published) -> None:
    send(9201, discount_codes=[], landing_site="/?ref=NOBODY-9")
    run(published)
    wanted = ParkedFilter(reason="unknown_referrer")

    credited = done(on_record("parked.nobody", wanted))
    run(published)

    assert (credited.state, of_each(credited)) == (APPLIED, ["went-on"])
    [word] = [
        row.fact.content
        for row in ledger.read("shopify/tea/9201").rows
        if row.fact.kind == "override"
    ]
    assert (word.by, word.seller) == ("mara", "")  # type: ignore[union-attr]


def test_what_waits_for_a_value_is_not_made_nobodys() -> None:
    with pytest.raises(WaitsForElse):
        on_record("parked.nobody")


def test_what_the_worker_has_no_rights_for_it_does_not_do() -> None:
    assert worker.CARRIED_OUT == asked_worker.CARRIED_OUT
    assert all(kind_of(name) is kind for name, kind in worker.KINDS.items())
    action = on_record("parked.release")

    with patch.object(worker, "CARRIED_OUT", frozenset()), pytest.raises(NotCarriedOutHere):
        done(action)


def test_what_can_never_be_done_has_failed_and_says_why() -> None:
    action = on_record("parked.dismiss", why="")

    assert (done(action).state, done(action).outcome) == (FAILED, "Say why it is dismissed")
