"""With what a machine's cursors are signed: kept where sessions are, and told to nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.accounts import machines
from commissions.application.accounts.limits import READS
from commissions.runtime.api.callers import TokenGate
from commissions.tables import sessions
from tests.support.api import MACHINE
from tests.support.dynamodb_calls import round_trips

pytestmark = pytest.mark.usefixtures("aws")

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_machine_keeps_its_secret_in_whatever_process() -> None:
    first = machines.list_secret("client-1", NOW)
    with round_trips() as calls:
        assert machines.list_secret("client-1", NOW) == first
    machines._secrets.clear()

    again = machines.list_secret("client-1", NOW + timedelta(days=20))

    assert (calls, again, len(first)) == ([], first, 64)
    assert machines.list_secret("client-2", NOW) != first


def test_a_machines_requests_are_counted_like_a_persons() -> None:
    class Asked:
        now, changes = NOW, False

    waits = [TokenGate().seconds_to_wait(MACHINE, Asked()) for _ in range(READS.times + 1)]  # type: ignore[arg-type]

    assert set(waits[:-1]) == {0}
    assert waits[-1] == READS.seconds


def test_no_persons_account_is_written_like_a_machines() -> None:
    assert machines.account_of("x").startswith("machine#")
    secret = sessions.list_secret("machine#x", "new", NOW)
    assert secret == "new"
