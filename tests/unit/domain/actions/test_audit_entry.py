"""The audit log's chain: what is changed, taken out, put in or cut off is seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from commissions.domain.actions.audit_entry import (
    AuditEntry,
    AuditHead,
    broken_entries,
    chained,
)

NIGHT = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
FIRST = "2026-11-27"


def a_log(count: int = 5) -> tuple[list[AuditEntry], AuditHead]:
    """An entry each quarter of an hour: two of one day, the others of the next."""
    entries, head = [], AuditHead()
    for number in range(count):
        at = NIGHT + number * timedelta(minutes=15)
        entry = chained(AuditEntry(at=at, who="mara", what="place", target=f"m-{number}"), head)
        head = AuditHead(entry.day, entry.number, entry.hash, head.version + 1)
        entries.append(entry)
    return entries, head


def test_entries_are_numbered_within_their_day() -> None:
    entries, _ = a_log()

    assert [f"{each.day}/{each.number}" for each in entries] == [
        "2026-11-27/1",
        "2026-11-27/2",
        "2026-11-28/1",
        "2026-11-28/2",
        "2026-11-28/3",
    ]


def test_a_whole_log_is_whole_from_any_of_its_days_on() -> None:
    entries, head = a_log()

    assert broken_entries(entries, head, FIRST) == []
    assert broken_entries(entries[2:], head, "2026-11-28") == []
    assert broken_entries([], AuditHead(), FIRST) == []
    assert broken_entries([], head, "2026-11-29") == []


def test_a_changed_entry_is_seen() -> None:
    entries, head = a_log()
    changed = [*entries[:2], replace(entries[2], who="otto"), *entries[3:]]

    assert broken_entries(changed, head, FIRST) == ["2026-11-28/1"]


def test_an_entry_that_was_written_anew_with_its_hash_does_not_fit_the_next() -> None:
    entries, head = a_log()
    before = AuditHead(entries[1].day, entries[1].number, entries[1].hash)
    anew = chained(replace(entries[2], who="otto"), before)

    assert broken_entries([*entries[:2], anew, *entries[3:]], head, FIRST) == ["2026-11-28/2"]


def test_a_missing_entry_is_seen_at_the_next_one() -> None:
    entries, head = a_log()

    assert broken_entries([*entries[:3], entries[4]], head, FIRST) == ["2026-11-28/3"]
    assert broken_entries(entries[1:], head, FIRST) == ["2026-11-27/2"]


def test_a_log_that_was_cut_off_is_seen_at_its_end() -> None:
    entries, head = a_log()

    assert broken_entries(entries[:4], head, FIRST) == ["2026-11-28/3"]
    assert broken_entries([], head, "2026-11-28") == ["2026-11-28/3"]


def test_a_day_that_is_gone_is_seen() -> None:
    entries, head = a_log()

    assert broken_entries(entries[:2], head, FIRST) == ["2026-11-28/3"]


def test_by_a_clock_that_is_behind_an_entry_is_still_the_last() -> None:
    entries, head = a_log()

    late = chained(AuditEntry(at=NIGHT - timedelta(days=1), who="ines", what="load"), head)

    assert (late.day, late.number) == ("2026-11-28", 4)
    after = AuditHead(late.day, late.number, late.hash)
    assert broken_entries([*entries, late], after, FIRST) == []
