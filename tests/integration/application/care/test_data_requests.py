from datetime import UTC, datetime

import pytest

from commissions.application.care import data_requests
from commissions.application.care.data_requests import AlreadyClosed, ClosesByItself
from commissions.application.queries.privacy_requests import UnknownPrivacyRequest, find
from commissions.domain.people.privacy import CUSTOMER_ERASURE, DATA_REQUEST, PrivacyAsked
from commissions.tables import privacy

pytestmark = pytest.mark.usefixtures("aws")
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def ask(kind: str = DATA_REQUEST) -> str:
    asked = PrivacyAsked(
        platform="shopify", store_id="tea", kind=kind, asked_at=NOW, customer="c0ffee"
    )
    privacy.record(asked, NOW)
    return asked.ticket


def test_a_request_is_closed_with_how_it_was_answered() -> None:
    ticket = ask()

    closed = data_requests.close(ticket[:6], "sent by the shop's own mail", now=NOW)

    assert closed.asked.ticket == ticket
    assert (find(ticket).done_at, find(ticket).note) == (NOW, "sent by the shop's own mail")


def test_nobody_closes_an_erasure_by_hand() -> None:
    with pytest.raises(ClosesByItself, match="An erasure closes when it is done"):
        data_requests.close(ask(CUSTOMER_ERASURE), "done", now=NOW)


def test_nobody_answers_twice() -> None:
    ticket = ask()
    data_requests.close(ticket, "sent", now=NOW)

    with pytest.raises(AlreadyClosed, match="was closed before"):
        data_requests.close(ticket, "sent again", now=NOW)
    assert find(ticket).note == "sent"


def test_a_request_that_nobody_made_is_refused() -> None:
    with pytest.raises(UnknownPrivacyRequest):
        data_requests.close("none", "sent", now=NOW)
