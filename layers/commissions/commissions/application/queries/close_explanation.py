"""Why a line of a close is what it is: from the stored run and the inputs that it was computed
from, with everything worked out again.

Money in minor units of the plan's base currency, volumes in hundredths of a point.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from commissions.application.close.book_lines import book_lines
from commissions.application.close.run_rows import Row
from commissions.application.close.stored_run import StoredRun
from commissions.application.queries.close_binary import SeatLegs, seat_legs
from commissions.application.queries.close_caps import OwnerRows
from commissions.application.queries.close_checks import LineCheck, Worked, checks_of
from commissions.application.queries.close_judged import JudgedAs, JudgedReader
from commissions.application.queries.close_missed import NotPaid, is_of_money, not_paid
from commissions.application.queries.close_part import Inputs, RunReader
from commissions.application.queries.close_pool import PoolShare, pool_share
from commissions.application.queries.close_rows import AwardRow, awards_of
from commissions.application.queries.close_source import Sources
from commissions.application.queries.close_sources import LARGEST, sources_of
from commissions.domain.close.terms import Part, PlanTerms, unit_of
from commissions.domain.ledger.journal import JournalLine
from commissions.warehouse import parquet


class NoSuchAward(LookupError):
    """A member has nothing of a bonus on a level, paid or not."""

    def __init__(self, run: StoredRun, member: str, bonus: str, level: int) -> None:
        super().__init__(
            f"{member} has no award of {bonus} on level {level} in the close of {run.period}, "
            "paid or not: name a line of the member's book"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfClose:
    """Which line is asked for. `leg`: the head of the leg to open, where there are many below."""

    member: str
    bonus: str
    level: int
    leg: str = ""

    @classmethod
    def of(cls, member: str, line: JournalLine, leg: str = "") -> "LineOfClose":
        """A line of a member's book; `member`: whose book it is, not who is paid."""
        return cls(member=member, bonus=line.bonus, level=line.level, leg=leg)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyShare:
    """The company's cap for the bonus: an award is paid `capped x limit // total`."""

    limit: int
    """C."""
    total: int
    """T."""
    with_unit: int
    """How many of the awards have a unit more, by the largest remainders."""

    @property
    def cuts(self) -> bool:
        return self.limit < self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseExplanation:
    period: str
    plan: str
    plan_version: int
    plan_digest: str
    digest: str
    """Of the run's files."""
    currency: str
    asked: LineOfClose
    owner: str
    """Who is paid for the member's position."""
    kind: str
    basis: str
    """The unit of the base; empty of money."""
    words: Part = field(repr=False)
    """The plan's of the bonus."""
    cap_words: Part = field(repr=False)
    """The plan's of all caps."""
    awards: tuple[AwardRow, ...]
    sources: Sources
    legs: SeatLegs | None
    """Of a binary."""
    pool: PoolShare | None
    company: CompanyShare
    standing: JudgedAs
    not_paid: tuple[NotPaid, ...]
    """To the member, of all bonuses; with what caps cut off."""
    lines: tuple[JournalLine, ...]
    """Of the member's book, of this bonus and level."""
    checks: tuple[LineCheck, ...]

    @property
    def amount(self) -> int:
        return sum(each.amount for each in self.awards)

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.checks)


def explain_close(
    run: StoredRun,
    inputs: Inputs,
    asked: LineOfClose,
    booked: Sequence[JournalLine] | None = None,
    largest: int = LARGEST,
) -> CloseExplanation:
    """`inputs`: the frozen ones of the run; `booked`: the lines of the first journal of the
    member's book, where the ledger has one; otherwise as the run would have them written.
    `largest`: of more below, legs are opened one by one. Raises NotInRun, NoSuchBonus,
    NoSuchAward, InputsOfAnotherRun."""
    with parquet.connection() as database:
        found = _Explaining(RunReader(run, inputs, database), asked, largest)
        lines = book_lines(run, asked.member) if booked is None else booked
        return found.explanation(lines)


def explain_close_by(
    line: LineOfClose,
    load_run: Callable[[], StoredRun],
    load_inputs: Inputs,
    load_book: Callable[[], Sequence[JournalLine] | None] = lambda: None,
) -> CloseExplanation:
    """The same, of what is only loaded now."""
    return explain_close(load_run(), load_inputs, line, load_book())


@dataclass(frozen=True)
class _Explaining:
    reader: RunReader
    asked: LineOfClose
    largest: int

    def explanation(self, booked: Sequence[JournalLine]) -> CloseExplanation:
        worked = self._worked(booked)
        run, bonus = self.reader.run, worked.bonus
        plan = run.told["plan"]
        return CloseExplanation(
            period=run.period,
            plan=plan["id"],
            plan_version=plan["version"],
            plan_digest=plan["digest"],
            digest=run.digest,
            currency=run.currency,
            asked=self.asked,
            owner=worked.owner.owner,
            kind=bonus["kind"],
            basis="" if is_of_money(bonus) or bonus["kind"] == "pool" else unit_of(bonus),
            words=bonus,
            cap_words=run.document["caps"],
            awards=awards_of(run, worked.rows),
            sources=worked.sources,
            legs=worked.legs,
            pool=worked.pool,
            company=_company(run, self.asked.bonus, worked.rows),
            standing=worked.standing,
            not_paid=tuple(not_paid(run, worked.terms, worked.owner.own)),
            lines=tuple(worked.lines),
            checks=tuple(checks_of(worked)),
        )

    def _worked(self, booked: Sequence[JournalLine]) -> Worked:
        reader, asked = self.reader, self.asked
        terms, place = PlanTerms(reader.run.document), reader.place(asked.member)
        bonus, owner = reader.bonus(asked.bonus), OwnerRows(reader, terms, place)
        rows = self._rows(owner.own)
        return Worked(
            reader=reader,
            bonus=bonus,
            terms=terms,
            owner=owner,
            rows=rows,
            sources=sources_of(
                reader, bonus, place, asked.level, leg=asked.leg, largest=self.largest
            ),
            legs=self._legs(bonus, terms, owner, place),
            pool=self._pool(bonus, terms, rows),
            standing=JudgedReader(reader, terms, place).standing(bonus),
            lines=[e for e in booked if (e.bonus, e.level) == (asked.bonus, asked.level)],
        )

    def _rows(self, rows: Sequence[Row]) -> list[Row]:
        """Raises NoSuchAward."""
        run, asked = self.reader.run, self.asked
        wanted = run.bonuses.index(asked.bonus), asked.level
        found = [row for row in rows if (row["bonus"], row["level"]) == wanted]
        if not found:
            raise NoSuchAward(run, asked.member, asked.bonus, asked.level)
        return found

    def _legs(self, bonus: Part, terms: PlanTerms, owner: OwnerRows, place: int) -> SeatLegs | None:
        if bonus["kind"] != "binary":
            return None
        return seat_legs(self.reader, bonus, terms, owner.positions, place)

    def _pool(self, bonus: Part, terms: PlanTerms, rows: Sequence[Row]) -> PoolShare | None:
        return pool_share(self.reader, bonus, terms, rows[0]) if bonus["kind"] == "pool" else None


def _company(run: StoredRun, bonus: str, rows: Sequence[Row]) -> CompanyShare:
    limit, total = run.told["factors"]["company"][bonus]
    shares = [max(row["capped"], 0) * limit // total for row in rows]
    more = [
        row
        for row, share in zip(rows, shares, strict=True)
        if limit < total and row["amount"] > share
    ]
    return CompanyShare(limit=limit, total=total, with_unit=len(more))
