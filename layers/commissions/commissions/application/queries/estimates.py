"""What an estimate says of one member: what each bonus would give, the rank so far and what is
missing for the next one, and their legs.

Money in minor units of the plan's base currency, volumes in hundredths of a point.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import duckdb

from commissions.application.close.book_lines import book_lines
from commissions.application.close.estimating import Estimate
from commissions.application.close.run_rows import place_of, rows_of
from commissions.application.close.stored_run import StoredRun
from commissions.application.queries.close_binary import SeatLegs, seat_legs
from commissions.application.queries.close_judged import (
    CountedFigure,
    JudgedAs,
    JudgedReader,
    leg_cap,
)
from commissions.application.queries.close_part import RunReader
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.terms import Part, PlanTerms
from commissions.domain.ledger.journal import JournalLine
from commissions.warehouse import parquet


@dataclass(frozen=True, slots=True)
class FrontLeg:
    """All below one of the front line, and that one."""

    head: str
    volume: int
    """Group volume: of everybody in the leg, with what their customers bought."""
    counted: int
    """Of it what the next rank counts, which may take only so much of one leg."""


@dataclass(frozen=True, slots=True)
class BinaryLegs:
    """A seat: what it brought along, what came in, what is open, and what would stay."""

    bonus: str
    tree: str
    legs: SeatLegs


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEstimate:
    """Nothing of it is owed to anybody: it is what would be if the period ended as of then."""

    period: str
    member: str
    as_of: datetime
    ends: datetime
    currency: str
    lines: tuple[JournalLine, ...]
    """As the member's book would have them; those that would not be paid say why."""
    standing: JudgedAs
    missing: tuple[CountedFigure, ...]
    """What is asked for the next rank and not there yet."""
    legs: tuple[FrontLeg, ...]
    """The largest first."""
    leg_cap: int | None
    """What the next rank counts of one leg at most."""
    binaries: tuple[BinaryLegs, ...]

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


def estimate_of(estimate: Estimate, member: str) -> MemberEstimate:
    """Raises NotInRun."""
    run = estimate.run
    with parquet.connection() as database:
        found = _Estimated(run, database, place_of(run, database, member))
        standing = found.standing()
        cap = leg_cap(found.terms, standing)
        return MemberEstimate(
            period=run.period,
            member=member,
            as_of=estimate.as_of,
            ends=datetime.fromisoformat(estimate.told["ends"]),
            currency=run.currency,
            lines=tuple(book_lines(run, member)),
            standing=standing,
            missing=tuple(each for each in standing.next.counted if each.met is False),
            legs=tuple(found.legs(cap)),
            leg_cap=cap,
            binaries=tuple(found.binaries()),
        )


def _no_inputs() -> PeriodColumns:
    raise LookupError("an estimate keeps no inputs: its results say all that is told of it")


_LEGS = """
with place as (select place, up, size, {volume} as volume, member from read_parquet('{members}')),
head as (select place, size, member from place where up > 0 and place - up = {place})
select head.member as head, cast(coalesce(sum(place.volume), 0) as bigint) as volume
from head
join place on place.place >= head.place and place.place < head.place + head.size
group by head.member
order by volume desc, head.member
"""


@dataclass(frozen=True)
class _Estimated:
    run: StoredRun
    database: duckdb.DuckDBPyConnection
    place: int

    @property
    def terms(self) -> PlanTerms:
        return PlanTerms(self.run.document)

    @property
    def reader(self) -> RunReader:
        return RunReader(self.run, _no_inputs, self.database)

    @property
    def bonuses(self) -> list[Part]:
        """Of the close."""
        return [each for each in self.run.document["bonuses"] if each["id"] in self.run.bonuses]

    def standing(self) -> JudgedAs:
        """Without any bonus's own condition, which nobody is told of here."""
        return JudgedReader(self.reader, self.terms, self.place).standing()

    def legs(self, cap: int | None) -> Iterator[FrontLeg]:
        unit = self.terms.group_unit
        query = _LEGS.format(
            volume=f"own_{unit} + customers_{unit}", members=self.run.members, place=self.place
        )
        for row in rows_of(self.database, query):
            volume = int(row["volume"])
            yield FrontLeg(row["head"], volume, volume if cap is None else min(volume, cap))

    def binaries(self) -> Iterator[BinaryLegs]:
        for bonus in self.bonuses:
            if bonus["kind"] == "binary":
                legs = seat_legs(self.reader, bonus, self.terms, [self.place], self.place)
                if legs is not None:
                    yield BinaryLegs(bonus["id"], bonus["tree"], legs)
