"""What the night finds of the books of periods, and of journals dated into what was frozen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from commissions.audit.findings import KINDS
from commissions.audit.period_check import KnownFreeze, KnownPeriod, PeriodCheck
from commissions.domain.ledger.journal import Journal, Leg, sealed
from commissions.domain.ledger.period_settlement import PostedRun, next_period_journal
from commissions.domain.periods.period_id import parse
from tests.support.journal_lines import a_journal_line

PERIOD = "hyb/month/2026-10"
STARTS, ENDS = datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)
FROZEN, AGREED = ENDS + timedelta(days=10), ENDS + timedelta(days=11)
POSTED = AGREED + timedelta(minutes=1)
RUN = PostedRun(
    period=parse(PERIOD), ends=ENDS, run="d1", plan_version=3, plan_digest="", currency="USD"
)
CLOSED = KnownPeriod(
    period=PERIOD,
    state="closed",
    run="d1",
    paid=500,
    books=1,
    approved_at=AGREED,
    by=("mara", "ines"),
)


def a_book(member: str = "ann", amount: int = 500, run: PostedRun = RUN) -> Journal:
    line = a_journal_line(member, amount)
    journal = next_period_journal(run, member, [line], [], recorded_at=POSTED)
    assert journal is not None
    return journal


def found(*journals: Journal, known: KnownPeriod = CLOSED, young: bool = False) -> list[str]:
    check = PeriodCheck({PERIOD: known}, {"hyb": [KnownFreeze(STARTS, ENDS, FROZEN, None)]})
    for journal in journals:
        check.see(journal, young=young)
    kinds = [each.kind for each in check.findings()]
    assert set(kinds) <= KINDS.keys()
    return kinds


def test_books_as_two_people_agreed_to_them_are_no_finding() -> None:
    assert found(a_book()) == []


def test_a_book_that_is_gone_or_too_many_is_found_by_the_sum() -> None:
    assert found() == ["period_unlike_run"]
    assert found(a_book(), a_book("bob", 1)) == ["period_unlike_run"]


def test_a_book_of_a_period_that_nobody_agreed_to_is_found() -> None:
    assert found(a_book(), known=replace(CLOSED, state="computed")) == ["period_not_agreed"]
    assert "period_not_agreed" in found(a_book(), known=replace(CLOSED, by=("mara", "mara")))
    assert "period_not_agreed" in found(a_book(run=replace(RUN, run="d2")))


def test_a_journal_of_another_run_that_was_added_to_a_book_is_found() -> None:
    first = a_book()
    run = replace(RUN, run="d2")
    more = next_period_journal(
        run, "ann", [replace(first.lines[0], amount=900_000)], [first], recorded_at=POSTED
    )
    assert more is not None

    assert found(first, more) == ["period_not_agreed"]


def test_a_book_from_before_the_approval_is_found() -> None:
    late = replace(CLOSED, approved_at=POSTED + timedelta(hours=1))

    assert found(a_book(), known=late) == ["period_not_agreed"]


def test_what_is_being_posted_while_the_night_looks_is_no_finding() -> None:
    assert found(a_book(), known=replace(CLOSED, state="computed"), young=True) == []


def test_a_book_that_was_changed_is_found() -> None:
    journal = a_book()

    assert "chain_broken" in found(replace(journal, recorded_at=POSTED + timedelta(seconds=1)))


def test_a_book_that_pays_somebody_else_is_found() -> None:
    journal = a_book()
    legs = tuple(
        Leg(leg.account.replace(":ann", ":zoe"), leg.unit, leg.amount) for leg in journal.legs
    )

    assert "journal_unlike_lines" in found(sealed(replace(journal, legs=legs)))


def an_order(recorded: datetime, counts_at: datetime | None) -> Journal:
    journal = a_book()
    return sealed(
        replace(
            journal,
            order_key="shopify/tea/1",
            effective_at=STARTS + timedelta(days=3),
            recorded_at=recorded,
            counts_at=counts_at,
        )
    )


def test_a_journal_after_the_freeze_counts_in_the_next_period_and_one_before_in_its_own() -> None:
    posting = replace(CLOSED, state="posting")
    before, after = FROZEN - timedelta(seconds=1), FROZEN

    assert found(an_order(before, None), known=posting) == []
    assert found(an_order(after, ENDS), known=posting) == []
    assert found(an_order(after, None), known=posting) == ["journal_dated_otherwise"]
    assert found(an_order(before, ENDS), known=posting) == ["journal_dated_otherwise"]
    assert found(an_order(after, None), young=True, known=posting) == []
