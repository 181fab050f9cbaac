"""The book of a member's period: one line a bonus, level, rank and reason."""

from collections import defaultdict
from pathlib import Path

import pytest

from commissions.application.close.book_lines import book_lines, posting_rows
from commissions.application.close.run_rows import NotInRun
from commissions.audit.close.engine import closed as walked
from tests.support.stored_runs import StoredClose, a_plan_and_company, stored

SEEDS = range(10)


def close_of(seed: int, folder: Path) -> StoredClose:
    return stored(folder, *a_plan_and_company(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_book_adds_up_to_what_a_walk_over_every_order_pays(seed: int, tmp_path: Path) -> None:
    close = close_of(seed, tmp_path)
    paid = walked(close.document, close.facts).paid

    for member in close.facts.members:
        lines = book_lines(close.run, member.member_id)
        assert sum(line.amount for line in lines) == paid.get(member.member_id, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_sums_up_the_awards_of_a_bonus_level_rank_and_reason(
    seed: int, tmp_path: Path
) -> None:
    close = close_of(seed, tmp_path)
    sums: defaultdict[tuple[str, str, int, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for each in close.told.awards:
        found = sums[each.member, each.bonus, each.level, each.rank, each.reason]
        found[0] += each.base
        found[1] += each.amount
    lines = {
        (member, line.bonus, line.level, line.rank, line.reason): [line.base, line.amount]
        for member in (each.member_id for each in close.facts.members)
        for line in book_lines(close.run, member)
    }

    assert lines == {key: both for key, both in sums.items() if key[0]}


@pytest.mark.parametrize("seed", SEEDS)
def test_all_who_are_paid_are_told_at_once_and_alike(seed: int, tmp_path: Path) -> None:
    close = close_of(seed, tmp_path)
    books = dict(posting_rows(close.run))

    assert books.keys() == {each.member for each in close.told.awards if each.amount}
    assert all(lines == book_lines(close.run, member) for member, lines in books.items())


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_owns_a_position_is_paid_for_it(seed: int, tmp_path: Path) -> None:
    close = close_of(seed, tmp_path)
    owners = {each.member_id: each.owner or each.member_id for each in close.facts.members}

    for member, lines in posting_rows(close.run):
        assert {line.earner for line in lines} == {owners[member]}


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_are_numbered_in_the_order_of_the_plan(seed: int, tmp_path: Path) -> None:
    close = close_of(seed, tmp_path)
    bonuses = close.run.bonuses

    for _, lines in posting_rows(close.run):
        assert [line.line for line in lines] == list(range(len(lines)))
        assert lines == sorted(lines, key=lambda line: (bonuses.index(line.bonus), line.level))
        for line in lines:
            assert (line.paid_level, line.earned) == (line.level, line.amount)
            assert (line.status, line.reversed, line.refunded) == ("", 0, "0")
            assert line.currency == "USD"


def test_a_line_of_several_rates_shows_none(tmp_path: Path) -> None:
    """And one of a single rate shows that."""
    mixed = single = 0
    for seed in range(40):
        close = close_of(seed, tmp_path / str(seed))
        rates: defaultdict[tuple[str, str, int, str, str], set[str]] = defaultdict(set)
        for each in close.told.awards:
            rates[each.member, each.bonus, each.level, each.rank, each.reason].add(each.rate)
        for member, lines in posting_rows(close.run):
            for line in lines:
                found = rates[member, line.bonus, line.level, line.rank, line.reason]
                assert line.rate == (next(iter(found)) if len(found) == 1 else "")
                mixed += len(found) > 1
                single += found == {line.rate} and line.rate != ""

    assert mixed > 0
    assert single > 100


def test_somebody_who_is_not_in_the_run_is_named(tmp_path: Path) -> None:
    run = close_of(3, tmp_path).run

    with pytest.raises(NotInRun, match="member nobody is not in the close of demo/month/2026-10"):
        book_lines(run, "nobody")
