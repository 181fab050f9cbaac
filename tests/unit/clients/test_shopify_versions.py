"""By which version a shop answers, and what it calls deprecated."""

from datetime import UTC, date, datetime

import pytest

from commissions.clients import InvalidResponse
from commissions.clients.reply import Reply
from commissions.clients.shopify.versions import SUPPORTED_UNTIL, VERSION, VersionWatch, ends_on
from commissions.domain.stores.api_version import DEPRECATED_MAX, SeenApiVersion
from tests.unit.clients.shopify_shops import NOON, talking

HOUR_LATER = NOON.replace(hour=13)


def heard(*answers: tuple[str, str], at: datetime = NOON) -> SeenApiVersion:
    """After answers by a version each, with what they call deprecated."""
    watch = VersionWatch("2026-10")
    for answered, deprecated in answers:
        headers = {"x-shopify-api-version": answered, "x-shopify-api-deprecated-reason": deprecated}
        watch.note(Reply(200, headers, {}, at))
    return watch.seen()


@pytest.mark.parametrize(
    ("version", "end"),
    [
        ("2026-10", date(2027, 10, 1)),
        ("2027-01", date(2028, 1, 1)),
        ("2029-04", date(2030, 4, 1)),
        ("unstable", None),
        ("2026-13", None),
        ("", None),
    ],
)
def test_a_version_lives_for_twelve_months(version: str, end: date | None) -> None:
    assert ends_on(version) == end


def test_the_version_that_we_ask_is_in_the_published_calendar() -> None:
    assert VERSION in SUPPORTED_UNTIL
    assert all(end == ends_on(version) for version, end in SUPPORTED_UNTIL.items())


def test_an_answer_by_our_version_is_well() -> None:
    found = heard(("2026-10", ""))

    assert (found.asked, found.answered, found.deprecated) == ("2026-10", "2026-10", {})
    assert found.is_well(date(2026, 11, 21))


def test_one_answer_by_another_version_is_not_forgotten_for_those_by_ours() -> None:
    found = heard(("2026-10", ""), ("2027-01", ""), ("2026-10", ""))

    assert (found.answered, found.is_another) == ("2027-01", True)


def test_what_is_deprecated_is_told_by_name_and_when() -> None:
    found = heard(("2026-10", "Order.fees, Shop.products"))

    assert found.deprecated == {"Order.fees": NOON, "Shop.products": NOON}


@pytest.mark.parametrize("answered", ["", "2026-10\r\nx", "x" * 99, "<b>"])
def test_a_header_that_is_no_version_says_nothing(answered: str) -> None:
    assert heard((answered, "")).answered == ""


def test_no_more_is_kept_of_a_header_than_a_person_reads() -> None:
    names = ",".join(f"Order.field{each}" for each in range(99))

    assert len(heard(("2026-10", f"{'x' * 200}, two words, {names}")).deprecated) == DEPRECATED_MAX


@pytest.mark.enable_socket
def test_a_shop_that_has_our_version_no_more_is_noticed_though_it_answers() -> None:
    with talking() as talk:
        talk.client.now()
        before = talk.client.api_version()
        talk.shop.extra |= {"oldest_version": "2027-01", "deprecated": "Shop.id"}
        assert talk.client.now() == NOON
        after = talk.client.api_version()

    assert (before.is_another, before.deprecated) == (False, {})
    assert (after.asked, after.answered, after.is_another) == ("2026-10", "2027-01", True)
    assert list(after.deprecated) == ["Shop.id"]


@pytest.mark.enable_socket
def test_it_is_noticed_too_where_the_other_version_does_not_understand_us() -> None:
    with talking(schema="type Query { shop: String }", oldest_version="2027-01") as talk:
        with pytest.raises(InvalidResponse, match="undefinedField"):
            talk.client.now()

        assert talk.client.api_version().answered == "2027-01"


@pytest.mark.enable_socket
def test_a_shop_tells_its_schema_with_all_that_we_ask_of_it() -> None:
    with talking(oldest_version="2027-01") as talk:
        found = talk.client.schema()

    assert (found.version_asked, found.version_answered) == ("2026-10", "2027-01")
    kinds = {each["name"] for each in found.introspection["__schema"]["types"]}
    assert {"Order", "Refund", "WebhookSubscriptionInput"} <= kinds
    assert "OneOrder" in {each.name for each in found.operations}


def test_times_are_the_shops_own() -> None:
    assert heard(("2026-10", "Order.fees"), at=HOUR_LATER.astimezone(UTC)).deprecated == {
        "Order.fees": HOUR_LATER
    }
