from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.queries.privacy_requests import (
    AmbiguousPrivacyRequest,
    UnknownPrivacyRequest,
    find,
    privacy_requests,
)
from commissions.domain.people.privacy import DATA_REQUEST, PrivacyAsked
from commissions.tables import privacy

pytestmark = pytest.mark.usefixtures("aws")
NOW = datetime.now(UTC)


def ask(customer: str, *, days_ago: int = 0) -> PrivacyAsked:
    asked = PrivacyAsked(
        platform="shopify",
        store_id="tea",
        kind=DATA_REQUEST,
        asked_at=NOW - timedelta(days=days_ago),
        customer=customer,
    )
    privacy.record(asked, NOW)
    return asked


def test_the_request_that_is_due_first_stands_first() -> None:
    ask("a", days_ago=1)
    ask("b", days_ago=31)

    assert [each.asked.customer for each in privacy_requests()] == ["b", "a"]


def test_what_is_closed_is_listed_only_when_asked_for() -> None:
    privacy.close(ask("a"), NOW, "sent")
    ask("b", days_ago=1)

    assert [each.asked.customer for each in privacy_requests()] == ["b"]
    assert [each.asked.customer for each in privacy_requests(closed_too=True)] == ["b", "a"]


def test_a_request_is_found_by_as_much_of_its_ticket_as_is_its_own() -> None:
    ticket = ask("a").ticket

    assert find(ticket[:6]).asked.ticket == ticket


def test_a_ticket_that_is_nobodys_or_of_several_is_refused() -> None:
    ask("a"), ask("b")

    with pytest.raises(UnknownPrivacyRequest, match="none names no request"):
        find("none")
    with pytest.raises(AmbiguousPrivacyRequest, match="names several requests"):
        find("")
