"""A member's book of a period: posted once, corrected by the difference, chained by hashes."""

from dataclasses import replace
from datetime import UTC, datetime

from commissions.domain.ledger.journal import Journal, JournalLine, broken_link
from commissions.domain.ledger.period_settlement import PostedRun, next_period_journal
from commissions.domain.periods.period_id import parse

NOW = datetime(2026, 11, 5, tzinfo=UTC)
RUN = PostedRun(
    period=parse("hyb/month/2026-10"),
    ends=datetime(2026, 11, 1, 4, tzinfo=UTC),
    run="d1",
    plan_version=3,
    plan_digest="abc",
    currency="USD",
)


def a_line(bonus: str, level: int, amount: int, reason: str = "") -> JournalLine:
    return JournalLine(
        line=0,
        bonus=bonus,
        kind="levels",
        level=level,
        paid_level=level,
        earner="M1",
        status="",
        rank="partner",
        basis="cv",
        base=10_000,
        rate="0.05",
        earned=amount,
        reversed=0,
        refunded="0",
        amount=amount,
        currency="USD",
        reason=reason,
    )


DUE = (a_line("levels", 1, 500), a_line("levels", 2, 0, "not active"), a_line("pool", 0, 70))


def post(due: tuple[JournalLine, ...], *posted: Journal) -> Journal | None:
    return next_period_journal(RUN, "M1", due, posted, recorded_at=NOW)


def test_what_a_close_gives_is_posted_with_what_it_does_not_pay() -> None:
    journal = post(DUE)

    assert journal is not None
    assert journal.journal_id == "periods/hyb/month/2026-10/M1/1"
    assert [(each.line, each.amount, each.reason) for each in journal.lines] == [
        (0, 500, ""),
        (1, 0, "not active"),
        (2, 70, ""),
    ]
    assert {(leg.account, leg.amount) for leg in journal.legs} == {
        ("commission_payable:M1", 570),
        ("commission_expense:hyb/month/2026-10", -570),
    }
    assert (journal.context.cause, journal.context.run) == ("close of hyb/month/2026-10", "d1")
    assert f"{journal.effective_at:%Y-%m-%d %H:%M:%S.%f}" == "2026-11-01 03:59:59.999999"


def test_what_is_posted_already_is_not_posted_again() -> None:
    first = post(DUE)

    assert first is not None
    assert post(DUE, first) is None


def test_what_came_otherwise_is_posted_as_the_difference() -> None:
    first = post(DUE)
    assert first is not None

    second = post((a_line("levels", 1, 300), a_line("match", 1, 40)), first)

    assert second is not None
    assert [(each.key, each.earned, each.amount) for each in second.lines] == [
        ("levels/1/M1", 300, -200),
        ("match/1/M1", 40, 40),
        ("pool/0/M1", 0, -70),
    ]
    assert sum(leg.amount for leg in second.legs) == 0
    assert broken_link([first, second]) == ""


def test_a_book_of_nothing_is_not_written() -> None:
    assert post(()) is None


def test_a_member_who_owes_is_owed_less() -> None:
    journal = post((replace(a_line("levels", 1, -250)),))

    assert journal is not None
    assert [leg.amount for leg in journal.legs] == [-250, 250]
