"""Which days' journals are held against their kept hashes, and where a hash is looked for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from commissions.audit.hash_check import HashCheck, days_compared
from tests.support.journal_lines import a_journal_line
from tests.unit.domain.ledger.test_statement import MONEY, NOW, a_journal

DAY, LONG_AGO = date(2026, 11, 20), datetime(2020, 1, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
JOURNAL = a_journal(a_journal_line("bob", 100), legs=MONEY)


def test_of_a_year_each_day_is_compared_again_every_thirty_nights() -> None:
    nights = [days_compared(DAY + timedelta(days=number), LONG_AGO) for number in range(30)]

    looked_at = {day for days in nights for day in days}
    assert {len(days) for days in nights} == {13}
    assert {DAY - timedelta(days=age) for age in range(361)} <= looked_at


def test_before_the_first_hash_no_day_is_compared() -> None:
    assert days_compared(DAY, None) == ()
    assert days_compared(DAY, datetime(2026, 11, 21, tzinfo=UTC)) == ()
    assert days_compared(DAY, datetime(2026, 11, 20, 9, tzinfo=UTC)) == (DAY,)


def test_all_days_from_one_on_are_compared_where_somebody_asks() -> None:
    asked = days_compared(DAY, LONG_AGO, date(2026, 11, 1))

    assert (len(asked), asked[0], asked[-1]) == (20, DAY, date(2026, 11, 1))


def test_a_hash_that_is_missing_is_looked_for_around_its_journals_day() -> None:
    check = HashCheck(now=LATER, since=LONG_AGO, days={DAY})
    check.see(JOURNAL)

    assert check.days_beside() == [date(2026, 11, 19), date(2026, 11, 21)]
    check.keep_also([(JOURNAL.journal_id, JOURNAL.hash)])
    assert list(check.findings()) == []


def test_one_that_was_kept_late_has_to_be_the_same() -> None:
    check = HashCheck(now=LATER, since=LONG_AGO, days={DAY})
    check.see(JOURNAL)
    check.keep_also([(JOURNAL.journal_id, "another")])

    assert [each.kind for each in check.findings()] == ["hash_differs"]


def test_a_journal_that_names_no_hash_is_another_than_was_kept() -> None:
    check = HashCheck(now=LATER, since=LONG_AGO, days={DAY}, kept={JOURNAL.journal_id: {""}})
    check.see(JOURNAL)
    bare = HashCheck(now=LATER, since=LONG_AGO, days={DAY}, kept={JOURNAL.journal_id: {"x"}})
    bare.see(replace(JOURNAL, hash=""))

    assert [each.kind for each in check.findings()] == ["hash_differs"]
    assert [each.kind for each in bare.findings()] == ["hash_differs"]
