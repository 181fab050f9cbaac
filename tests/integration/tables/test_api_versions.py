from datetime import UTC, date, datetime, timedelta

import pytest

from commissions.domain.stores.api_version import SEEN_FOR, SeenApiVersion
from commissions.tables import api_versions

pytestmark = pytest.mark.usefixtures("aws")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def seen(**deprecated: datetime) -> SeenApiVersion:
    return SeenApiVersion(
        asked="2026-10", answered="2027-01", ends_on=date(2027, 10, 1), deprecated=deprecated
    )


def test_a_store_that_was_not_asked_yet_has_none() -> None:
    assert api_versions.get("tea") is None
    assert api_versions.counting("tea", NOON) is None


@pytest.mark.parametrize(
    "found",
    [
        seen(fees=NOON),
        seen(),
        SeenApiVersion(asked="unstable", answered="unstable"),
    ],
)
def test_what_was_seen_is_read_as_it_was_noted(found: SeenApiVersion) -> None:
    api_versions.note("tea", found)

    assert api_versions.get("tea") == found
    assert api_versions.get("cups") is None


def test_what_was_seen_before_is_kept_and_counts_for_two_days() -> None:
    api_versions.note("tea", seen(fees=NOON))
    api_versions.note("tea", seen(duties=NOON + HOUR))

    assert api_versions.get("tea") == seen(fees=NOON, duties=NOON + HOUR)
    assert api_versions.counting("tea", NOON + SEEN_FOR + HOUR) == seen(duties=NOON + HOUR)
