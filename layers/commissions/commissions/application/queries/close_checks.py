"""What a line of a close says, worked out again by arithmetic: each check holds or does not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commissions.application.close.run_rows import Row, rows_of
from commissions.application.queries.close_binary import SeatLegs
from commissions.application.queries.close_caps import OwnerRows
from commissions.application.queries.close_judged import JudgedAs
from commissions.application.queries.close_missed import worth
from commissions.application.queries.close_part import RunReader
from commissions.application.queries.close_pool import PoolShare
from commissions.application.queries.close_source import Sources, added_up, due
from commissions.domain.close.award_columns import NO_RATE, Reason
from commissions.domain.close.terms import Part, PlanTerms
from commissions.domain.ledger.journal import JournalLine

NO_BASE = frozenset({"binary", "pool", "rank_advance"})
"""Kinds whose base is no sum of sources."""
OTHERWISE_PAID = frozenset({"binary", "pool"})
"""Kinds whose rate alone does not make the amount."""


@dataclass(frozen=True, slots=True)
class LineCheck:
    holds: bool
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What a line is checked with. `rows`: its awards."""

    reader: RunReader
    bonus: Part
    terms: PlanTerms
    owner: OwnerRows
    rows: Sequence[Row]
    sources: Sources
    legs: SeatLegs | None
    pool: PoolShare | None
    standing: JudgedAs
    lines: Sequence[JournalLine]


def checks_of(worked: Worked) -> Iterator[LineCheck]:
    yield from _sources(worked)
    yield from _amounts(worked)
    yield from _legs(worked)
    yield from _pool(worked)
    yield LineCheck(
        _owner_caps_hold(worked), "the caps of the bonus and the person leave what it says"
    )
    yield LineCheck(_company_holds(worked), "the company's cap leaves the amount")
    yield LineCheck(
        _total_holds(worked), "all amounts of the bonus add up to what the run paid for it"
    )
    yield from _standing(worked)
    yield LineCheck(
        _lines_hold(worked), "the lines of the member's book are the sums of these awards"
    )


def _sources(worked: Worked) -> Iterator[LineCheck]:
    sources = worked.sources
    if sources.sums is not None:
        stored = added_up((due(row["reason"]), row["base"]) for row in worked.rows)
        reasons = stored.keys() | sources.sums.keys()
        same = all(stored.get(each, 0) == sources.sums.get(each, 0) for each in reasons)
        yield LineCheck(same, "the sources add up to the base")
    if sources.again is not None:
        stored_rows = Counter(
            (row["source"], due(row["reason"]), row["base"], row["rate"], row["raw"])
            for row in worked.rows
        )
        again = Counter(
            (each.source, each.reason, each.base, each.rate, each.raw) for each in sources.again
        )
        yield LineCheck(
            stored_rows == again,
            "the part of the company below the member, closed once more, comes to the same awards",
        )


def _amounts(worked: Worked) -> Iterator[LineCheck]:
    """Where one rate makes it; others are worked out again as a whole."""
    if worked.bonus["kind"] in OTHERWISE_PAID:
        return
    rated = [row for row in worked.rows if row["rate"] != NO_RATE and not _is_unpaid(row)]
    if rated:
        same = all(_by_rate(worked, row) == row["raw"] for row in rated)
        yield LineCheck(same, "base x rate, rounded once, is the amount before caps")
    if unpaid := [row for row in worked.rows if _is_unpaid(row)]:
        none = all((row["raw"], row["amount"]) == (0, 0) for row in unpaid)
        yield LineCheck(none, "what is not due has no amount")


def _is_unpaid(row: Row) -> bool:
    return due(row["reason"]) != Reason.PAID


def _by_rate(worked: Worked, row: Row) -> int:
    denominator = worked.reader.run.told["bonuses"][row["bonus"]]["denominator"]
    return worth(row["base"], row["rate"], denominator, worked.bonus, worked.terms)


def _legs(worked: Worked) -> Iterator[LineCheck]:
    legs = worked.legs
    if legs is None:
        return
    seats = [row for row in worked.rows if not row["source"]]
    matched = all((row["base"], row["raw"]) == (legs.matched, legs.raw) for row in seats)
    yield LineCheck(matched, "the award is what the seat matched")
    yield LineCheck(legs.raw == legs.raw_again, "the two legs, matched again, make the same")
    yield LineCheck(legs.paid == legs.paid_again, "the caps of the binary leave the same")
    taken = legs.left.taken, legs.right.taken
    yield LineCheck(taken == legs.taken_again, "matching takes the same of both legs")


def _pool(worked: Worked) -> Iterator[LineCheck]:
    pool = worked.pool
    if pool is None:
        return
    same = all(row["raw"] == pool.share_again for row in worked.rows)
    claim = "the place's amount" if pool.place else "the points, times what one is worth,"
    yield LineCheck(same, f"{claim} is the amount before caps")
    if pool.place is None:
        sizes = all(row["base"] == pool.size for row in worked.rows)
        yield LineCheck(sizes, "the base is the size of the pool")
        yield LineCheck(pool.points == pool.points_again, "the points of all add up to the pool's")


def _owner_caps_hold(worked: Worked) -> bool:
    again = worked.owner.again
    for row in worked.rows:
        key = row["place"], row["bonus"], row["level"], row["source"], row["raw"]
        found = again.get(key, [])
        if not any(_left(row, amount, reason) for amount, reason in found):
            return False
    return True


def _left(row: Row, amount: int, reason: int) -> bool:
    return row["capped"] == amount and reason in {int(Reason.PAID), row["capped_by"]}


def _company_holds(worked: Worked) -> bool:
    factors = worked.reader.run.told["factors"]
    limit, total = factors["company"][worked.bonus["id"]]
    kept = factors["extra"]
    return all(_scaled_well(row, limit, total, kept, worked.bonus["id"]) for row in worked.rows)


def _scaled_well(
    row: Row, limit: int, total: int, kept: list[list[object]] | None, bonus: str
) -> bool:
    capped, amount = row["capped"], row["amount"]
    wanted = Reason.CUT_BY_COMPANY if amount < capped else row["capped_by"]
    if row["reason"] != wanted:
        return False
    if capped <= 0 or (limit >= total and kept is None):
        return bool(amount == capped)
    share, rest = divmod(capped * limit, total)
    if kept is not None:
        extra = [row["member"], bonus, row["level"], row["source"]] in kept
        return bool(amount == min(capped, share + extra))
    return bool(amount == share or (amount == share + 1 and rest > 0))


def _total_holds(worked: Worked) -> bool:
    """Of the whole run: so that no unit moves from one award to another unseen."""
    run, bonus = worked.reader.run, worked.bonus["id"]
    files = ", ".join(f"'{file}'" for file in (run.awards, run.unpaid))
    asked = (
        "select coalesce(sum(amount), 0) as paid, coalesce(sum(raw), 0) as raw "  # noqa: S608
        f"from read_parquet([{files}]) where bonus = {run.bonuses.index(bonus)}"
    )
    [sums] = rows_of(worked.reader.database, asked)
    told = run.told["totals"][bonus]
    return (int(sums["paid"]), int(sums["raw"])) == (told["paid"], told["raw"])


def _standing(worked: Worked) -> Iterator[LineCheck]:
    """What was counted makes the rank, and does not make the next one."""
    standing = worked.standing
    if standing.rank_given:
        return
    verdicts = (standing.own.met, not standing.next.met if standing.next.met is not None else None)
    known = [each for each in verdicts if each is not None]
    if known:
        yield LineCheck(all(known), "what was counted makes the rank, and not the next one")


def _lines_hold(worked: Worked) -> bool:
    awards: Counter[tuple[str, str]] = Counter()
    lines: Counter[tuple[str, str]] = Counter()
    run, bonus = worked.reader.run, worked.bonus["id"]
    for row in worked.rows:
        key = run.ranks[row["rank"]], run.reason(row["reason"], bonus)
        awards[key] += row["amount"]
    for line in worked.lines:
        lines[line.rank, line.reason] += line.amount
    return awards == lines
