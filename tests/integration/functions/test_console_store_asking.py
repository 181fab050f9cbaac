"""Having a store asked, checked or connected from its page."""

from datetime import UTC, datetime, timedelta

import pytest

from commissions.domain.actions.action import APPLIED
from commissions.domain.people.accounts import AUDITOR, FINANCE
from commissions.tables import connections
from commissions.tables.stores import close
from tests.support.console_pages import acts, asks, form_in, operator, sends
from tests.support.pipeline_driver import open_store
from tests.support.poll_messages import poll_messages

pytestmark = pytest.mark.usefixtures("aws")
PATH, TEA = "/console/stores", "/console/stores/tea"
URL = "https://api.example.com/webhooks/shopify/tea"
OURS = "https://abc123.execute-api.eu-west-1.amazonaws.com"


def ago(**since: float) -> datetime:
    return datetime.now(UTC) - timedelta(**since)


def test_a_store_is_asked_now_with_a_reason_on_record() -> None:
    open_store("tea")

    answer, [action] = acts(f"{TEA}/ask", reason="an order is missing")

    assert answer.headers["location"] == f"/console/actions/{action.action_id}"
    assert (action.state, action.draft.kind) == (APPLIED, "store.ask")
    assert poll_messages() == [
        {"store_id": "tea", "look": "catalogue"},
        {"store_id": "tea", "look": "changed"},
    ]
    assert "Ask a store now" in asks(answer.headers["location"]).text


def test_its_webhooks_are_looked_at_by_who_asks_stores() -> None:
    open_store("tea")
    connections.connect("tea", URL, now=ago(days=1))

    _, [action] = acts(f"{TEA}/check", reason="nothing came in")

    assert action.state == APPLIED
    assert poll_messages() == [{"store_id": "tea", "look": "webhooks"}]


def test_a_store_that_was_not_connected_is_connected_to_where_people_reach_us() -> None:
    open_store("tea")

    shown = asks(f"{TEA}/connect").text
    _, [action] = acts(f"{TEA}/connect", reason="it is new")

    assert f"{OURS}/webhooks/shopify/tea" in shown
    assert action.state == APPLIED
    assert poll_messages() == [{"store_id": "tea", "look": "connect", "base_url": OURS}]


def test_one_that_is_connected_goes_on_sending_where_it_does() -> None:
    open_store("tea")
    connections.connect("tea", URL, now=ago(days=1))

    acts(f"{TEA}/connect", reason="once more")

    assert [each["base_url"] for each in poll_messages()] == ["https://api.example.com"]


def test_where_webhooks_go_is_nothing_that_a_form_says() -> None:
    open_store("tea")
    form = form_in(asks(f"{TEA}/connect")) | {"reason": "mine now"}

    answer, done = sends(f"{TEA}/connect", form | {"url": "https://evil.example/webhooks"})

    assert (answer.status, done) == (409, [])
    assert poll_messages() == []


def test_without_a_reason_nothing_is_asked() -> None:
    open_store("tea")

    answer, done = acts(f"{TEA}/ask", reason=" ")

    assert (answer.status, done) == (422, [])
    assert poll_messages() == []


def test_what_cannot_be_asked_offers_nothing_to_do() -> None:
    open_store("api", platform="orders")
    open_store("gone")
    close("gone")

    for store in ("api", "gone"):
        assert f"{PATH}/{store}/ask" not in asks(f"{PATH}/{store}").text
        assert asks(f"{PATH}/{store}/ask").status == 404


def test_only_operators_ask_and_an_auditor_reads() -> None:
    open_store("tea")
    auditor = operator("ada", roles=(AUDITOR,))

    assert "/ask" not in asks(TEA, auditor).text
    assert asks(f"{TEA}/ask", auditor).status == 404
    assert asks(TEA, operator("fay", roles=(FINANCE,))).status == 404
