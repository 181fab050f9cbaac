"""A night sees whether the audit log still stands as it was written."""

from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.actions import command_log
from commissions.application.actions.command_log import Deed
from commissions.application.reconciliation.run import reconcile
from commissions.aws.clients import client
from commissions.domain.actions.action import Actor
from commissions.tables import audit_log
from commissions.tables.items import marshal

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _three_days(aws: None) -> None:
    for days in range(3):
        now = NOON + timedelta(days=days)
        begun = command_log.begin(Deed(what="place", target="eve"), Actor("mara", "tests"), now)
        command_log.end(begun, "done", "", now)


def found() -> list[str]:
    report = reconcile((NOON + timedelta(days=1)).date(), now=NOON + timedelta(days=2, hours=1))
    return [f"{each.kind} {each.about}" for each in report.findings]


def take_out(day: str, number: int) -> None:
    key = marshal({"day": day, "number": number})
    client("dynamodb").delete_item(TableName=audit_log.TABLE, Key=key)


def test_a_whole_log_is_no_finding() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("day", "number", "seen_at"),
    [
        ("2026-11-28", 1, "2026-11-28/2"),
        ("2026-11-28", 2, "2026-11-29/1"),
        ("2026-11-29", 2, "2026-11-29/2"),
    ],
)
def test_an_entry_that_is_missing_is_a_finding(day: str, number: int, seen_at: str) -> None:
    take_out(day, number)

    assert found() == [f"audit_log_broken audit log {seen_at}"]


def test_an_entry_that_cannot_be_read_is_a_finding() -> None:
    junk = {"day": "2026-11-28", "number": 1, "entry": b"junk"}
    client("dynamodb").put_item(TableName=audit_log.TABLE, Item=marshal(junk))

    assert found()[0] == "audit_log_broken audit log 2026-11-28/1"
