from datetime import UTC, datetime, timedelta

import pytest

from commissions.domain.stores.access_token import RenewalLease, after_failure, taken
from commissions.tables import renewal_leases
from tests.support.dynamodb_calls import just_before

pytestmark = pytest.mark.usefixtures("aws")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_lease_that_nobody_ever_had_is_free() -> None:
    assert renewal_leases.read("tea") == (RenewalLease(), 0)


@pytest.mark.parametrize(
    "lease", [taken("us", NOON), after_failure(NOON, refusal="no such app"), RenewalLease()]
)
def test_a_lease_is_read_as_it_was_written(lease: RenewalLease) -> None:
    assert renewal_leases.write("tea", lease, after=0)

    assert renewal_leases.read("tea") == (lease, 1)
    assert renewal_leases.read("cups") == (RenewalLease(), 0)


def test_of_two_who_take_a_free_lease_one_has_it() -> None:
    _, version = renewal_leases.read("tea")

    with just_before(
        "PutItem", lambda: renewal_leases.write("tea", taken("them", NOON), after=version)
    ):
        ours = renewal_leases.write("tea", taken("us", NOON), after=version)

    assert ours is False
    assert renewal_leases.read("tea") == (taken("them", NOON), 1)


def test_who_comes_back_after_the_lease_was_taken_over_changes_nothing() -> None:
    renewal_leases.write("tea", taken("us", NOON), after=0)
    later = NOON + timedelta(minutes=5)
    renewal_leases.write("tea", taken("them", later), after=1)

    assert renewal_leases.write("tea", RenewalLease(), after=1) is False
    assert renewal_leases.read("tea") == (taken("them", later), 2)


def test_a_write_whose_answer_was_lost_finds_itself() -> None:
    lease = taken("us", NOON)
    with just_before("PutItem", lambda: renewal_leases.write("tea", lease, after=0)):
        assert renewal_leases.write("tea", lease, after=0) is True
