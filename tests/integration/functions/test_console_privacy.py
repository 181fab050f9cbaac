"""The pages of requests by law: by when each is due, what is held, and that it was answered."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from commissions.application.actions import proposing
from commissions.application.actions.worker import carry_out_approved
from commissions.application.care import data_requests
from commissions.application.queries.audited import audit_log_since
from commissions.application.queries.personal_data import held_of
from commissions.application.queries.privacy_requests import find
from commissions.aws import bus
from commissions.domain.actions.action import APPLIED, PROPOSED, Action
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.accounts import AUDITOR, FINANCE
from commissions.domain.people.privacy import CUSTOMER_ERASURE, PrivacyAsked
from commissions.runtime.pages import console_privacy, console_privacy_act
from commissions.tables import actions, members, privacy
from tests.support.asked_by_law import asked
from tests.support.console_pages import asks, form_in, operator
from tests.support.pages import Answered
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company, run, shopify

PATH = "/console/privacy"
NOW = datetime.now(UTC)
ORDER = TEA_ORDER.split("/")[-1]
ROW = re.compile(r'<li id="request-([0-9a-f]+)"')
MORE = re.compile(r'hx-get="([^"]+after=[^"]+)"')
NOTE = "sent by the shop's own mail"


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def page_of(request: PrivacyAsked, who: Any = None) -> str:
    return asks(f"{PATH}/{request.ticket}", who).text


def answers(request: PrivacyAsked, note: str = NOTE) -> tuple[Answered, list[Action]]:
    """Says on the page how it was answered, and carries out what that led to."""
    return sends(request, form_in(asks(f"{PATH}/{request.ticket}")) | {"note": note})


def sends(request: PrivacyAsked, form: dict[str, str]) -> tuple[Answered, list[Action]]:
    told: list[str] = []

    def tell(action: Action) -> None:
        told.append(action.action_id)

    with patch.object(console_privacy_act, "have_carried_out", tell):
        answer = asks(f"{PATH}/{request.ticket}/done", form=form)
    return answer, [carry_out_approved(each, datetime.now(UTC)) for each in told]


def held_page(request: PrivacyAsked) -> str:
    return asks(f"{PATH}/{request.ticket}/held", form={}).text


def logged() -> list[tuple[str, str, str]]:
    entries = audit_log_since(NOW.date(), NOW.date() + timedelta(days=1)).entries
    return [(each.what, each.target, each.outcome) for each in entries]


def test_open_requests_stand_by_when_they_are_due() -> None:
    later, late = asked(at=days_ago(5), customer="a"), asked(at=days_ago(33), customer="b")
    soon = asked(CUSTOMER_ERASURE, at=days_ago(22), customer="c")

    page = asks(PATH).text

    assert ROW.findall(page) == [late.ticket, soon.ticket, later.ticket]
    assert "overdue for 3" in page
    figures = [int(each) for each in re.findall(r'value"><span[^>]*data-value="(\d+)"', page)]
    assert figures == [3, 1, 1, 0]


def test_what_is_done_stands_apart_the_latest_first() -> None:
    first, second = asked(at=days_ago(9), customer="a"), asked(at=days_ago(5), customer="b")
    for each in (first, second):
        data_requests.close(each.ticket, NOTE, now=NOW)
    asked(at=days_ago(1), customer="c")

    assert ROW.findall(asks(f"{PATH}?show=done").text) == [second.ticket, first.ticket]
    assert len(ROW.findall(asks(PATH).text)) == 1
    assert asks(f"{PATH}?show=everything").status == 404


def test_a_list_read_to_its_end_is_what_the_page_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_privacy, "ROWS", 2)
    wanted = [asked(at=days_ago(each), customer=f"c{each}").ticket for each in range(5, 0, -1)]

    found, path = [], PATH
    while path:
        page = asks(path).text
        found += ROW.findall(page)
        path = unescape(more[0]) if (more := MORE.findall(page)) else ""

    assert found == wanted
    assert "5 requests" in asks(PATH).text
    next_page = unescape(MORE.findall(asks(PATH).text)[0])
    assert asks(next_page, operator("ines")).status == 422
    assert "<!doctype" not in asks(next_page, headers={"hx-request": "true"}).text


def test_a_request_says_what_it_is_and_nothing_of_who_asks() -> None:
    request = asked(at=days_ago(5), request_id="shop-7")
    page = page_of(request)

    for word in ("Somebody asks what is held of them", "shop-7", "tea", request.ticket):
        assert word in page
    assert "c0ffee" not in page
    assert asks(f"{PATH}/0123456789ab").status == 404
    assert asks(f"{PATH}/{request.ticket[:6]}").status == 404


def test_what_is_held_is_what_the_command_line_says(published: Published) -> None:
    shopify("orders_paid")
    customer = bus.decode_event(OrderPlaced, run(published)[0]["detail"]).record.customer
    members.link_customer("tea", customer, "ann", "participant")
    request = asked(at=days_ago(1), customer=customer, orders=(ORDER, "999"))

    page, found = held_page(request), held_of(request)

    assert (found.orders, found.unknown_orders, found.quarantined) == ((ORDER,), ("999",), ())
    for word in (found.customer, "ann (participant)", ORDER, "999", "none of this store"):
        assert word in page
    assert "More takes the store" not in page


def test_where_bodies_lie_in_quarantine_the_page_says_who_can_tell() -> None:
    body = {"Bucket": "commissions-test-quarantine", "Key": "shopify/tea/b0d1", "Body": b"{}"}
    boto3.client("s3").put_object(**body)  # type: ignore[arg-type]
    request = asked(at=days_ago(1))

    page = held_page(request)

    assert "1 of this store" in page
    assert f"commissions privacy show {request.ticket}" in page


def test_of_very_many_orders_some_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_privacy_act, "ORDERS_MAX", 2)

    page = held_page(asked(at=days_ago(1), orders=("1", "2", "3")))

    assert "More orders, not looked up here" in page


def test_whoever_looks_at_what_is_held_stands_in_the_log() -> None:
    request = asked(at=days_ago(1))
    page_of(request)
    assert logged() == []

    held_page(request)

    assert logged() == [
        ("privacy.look", request.ticket, "begun"),
        ("privacy.look", request.ticket, "done"),
    ]


def test_a_request_is_closed_with_how_it_was_answered() -> None:
    request = asked(at=days_ago(5))

    answer, [action] = answers(request)

    assert answer.status == 303
    assert action.state == APPLIED
    stands = find(request.ticket)
    assert (stands.note, stands.done_at) == (NOTE, action.agreed_at)
    page = asks(answer.headers["location"]).text
    assert "Done on" in page
    assert "shop&#39;s own mail" in page
    assert "/done" not in page


def test_the_note_is_kept_with_the_request_and_not_in_the_log() -> None:
    request = asked(at=days_ago(5))
    answers(request)

    entries = audit_log_since(NOW.date(), NOW.date() + timedelta(days=1)).entries

    assert [each.what for each in entries] == ["privacy.done", "privacy.done"]
    assert NOTE not in f"{entries}"


def test_the_page_waits_until_it_is_closed() -> None:
    request = asked(at=days_ago(5))
    with patch.object(console_privacy_act, "have_carried_out", lambda action: None):
        form = form_in(asks(f"{PATH}/{request.ticket}")) | {"note": NOTE}
        answer = asks(f"{PATH}/{request.ticket}/done", form=form)
    waits = asks(answer.headers["location"]).text
    look = unescape(re.findall(r'id="request"[^>]* hx-get="([^"]+)"', waits)[0])

    assert "It is being closed" in waits
    assert asks(look).status == 204
    [action] = actions.all_actions()
    carry_out_approved(action.action_id, datetime.now(UTC))
    assert "Done on" in asks(look, headers={"hx-request": "true"}).text


def test_what_is_not_closed_in_time_says_where_to_look() -> None:
    request = asked(at=days_ago(5))
    long_ago = int(days_ago(1).timestamp())

    page = asks(f"{PATH}/{request.ticket}?closing={long_ago}").text

    assert "It is not closed yet" in page
    assert 'href="/console/actions"' in page


@pytest.mark.parametrize("note", ["", "   ", "\u200b"])
def test_without_a_note_nothing_is_closed(note: str) -> None:
    request = asked(at=days_ago(5))

    answer, done = answers(request, note)

    assert (answer.status, done) == (422, [])
    assert "Say how it was answered" in answer.text
    assert find(request.ticket).done_at is None


def test_nobody_closes_an_erasure_by_hand_nor_answers_twice() -> None:
    erasure, request = asked(CUSTOMER_ERASURE, at=days_ago(5)), asked(at=days_ago(4))
    assert "/done" not in page_of(erasure)
    assert "This is done by itself" in page_of(erasure)

    assert sends(erasure, {"note": NOTE})[0].status == 409
    answers(request)
    assert sends(request, {"note": "again"})[0].status == 409
    assert find(request.ticket).note == NOTE


def test_a_form_that_is_sent_twice_closes_once() -> None:
    request = asked(at=days_ago(5))
    form = form_in(asks(f"{PATH}/{request.ticket}")) | {"note": NOTE}

    sends(request, form)
    again, done = sends(request, form)

    assert again.status == 303
    assert len(list(actions.all_actions())) == 1
    assert done == []


def test_a_try_after_a_crash_knows_its_own_closing() -> None:
    request = asked(at=days_ago(5))
    with patch.object(console_privacy_act, "have_carried_out", lambda action: None):
        form = form_in(asks(f"{PATH}/{request.ticket}")) | {"note": NOTE}
        asks(f"{PATH}/{request.ticket}/done", form=form)
    [action] = actions.all_actions()
    assert action.agreed_at
    privacy.close(request, action.agreed_at, NOTE)

    assert carry_out_approved(action.action_id, datetime.now(UTC)).state == APPLIED


def test_where_it_takes_two_people_the_second_knows_how_it_was_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proposing, "RULE", "privacy.done")
    request = asked(at=days_ago(5))

    answer, done = answers(request)

    [action] = actions.all_actions()
    assert (action.state, action.draft.why, done) == (PROPOSED, NOTE, [])
    assert answer.headers["location"] == f"/console/actions/{action.action_id}"


def test_what_was_done_by_itself_is_told() -> None:
    request = asked(CUSTOMER_ERASURE, at=days_ago(5))
    privacy.note_step(request, "links_removed", 2)
    privacy.close(request, NOW)

    page = page_of(request)

    assert "Links to a distributor removed" in page


def test_an_auditor_sees_requests_and_nothing_of_what_is_held() -> None:
    request, auditor = asked(at=days_ago(5)), operator(roles=(AUDITOR,))

    page = page_of(request, auditor)

    assert "/held" not in page
    assert "/done" not in page
    assert asks(f"{PATH}/{request.ticket}/held", auditor, form={}).status in (404, 405)
    assert asks(PATH, operator(roles=(FINANCE,))).status == 404
