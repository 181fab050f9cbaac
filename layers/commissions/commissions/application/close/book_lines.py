"""The lines of the books of members' periods, from a stored run.

One line is the sum of the run's awards of one bonus, level, rank and reason over their sources;
what was not paid stands beside it with an amount of 0 and its reason. Lines are in the order of
the plan's bonuses, then by level, rank and reason, and numbered from 0.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from commissions.application.close.run_rows import place_of
from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.award_columns import NO_RATE
from commissions.domain.close.terms import unit_of
from commissions.domain.close.told import rate_text
from commissions.domain.ledger.journal import JournalLine
from commissions.warehouse import parquet

AT_ONCE = 10_000
"""Rows that are fetched together."""
_SUMS = """
select place, bonus, level, rank, reason,
    sum(base) as base, min(rate) as low, max(rate) as high, sum(amount) as amount
from read_parquet([{files}])
where {where}
group by all
"""
_TOLD = """
select members.member, members.earner, sums.* exclude (place)
from ({sums}) sums
join (
    select place, member, case when owner = '' then member else owner end as earner
    from read_parquet('{members}') where {where}
) members
using (place)
order by place, bonus, level, rank, reason
"""


def book_lines(run: StoredRun, member: str) -> list[JournalLine]:
    """Of one member's book: none of who is in no award. Whose books all are: `posting_rows`.
    Raises NotInRun."""
    with parquet.connection() as database:
        place = place_of(run, database, member)
        rows = database.execute(_asked(run, f"place = {place}")).fetchall()
    return _BookOf(run).lines(rows)


def posting_rows(run: StoredRun) -> Iterator[tuple[str, list[JournalLine]]]:
    """The books of all who are paid anything other than 0, or of whom anything is taken back; by
    their place in the tree."""
    paid = f"select place from read_parquet('{run.awards}') where amount <> 0"  # noqa: S608
    book = _BookOf(run)
    with parquet.connection() as database:
        answer = database.execute(_asked(run, f"place in ({paid})"))
        rows = iter(lambda: answer.fetchmany(AT_ONCE), [])
        every = (row for some in rows for row in some)
        for member, those in groupby(every, key=itemgetter(0)):
            yield member, book.lines(those)


def _asked(run: StoredRun, where: str) -> str:
    """Parts of the plan's lines by place; `where`: of which places."""
    files = ", ".join(f"'{file}'" for file in (run.awards, run.unpaid))
    sums = _SUMS.format(files=files, where=where)
    return _TOLD.format(sums=sums, members=run.members, where=where)


@dataclass(frozen=True)
class _BookOf:
    run: StoredRun

    @cached_property
    def bonuses(self) -> list[dict[str, Any]]:
        return list(self.run.told["bonuses"])

    @cached_property
    def units(self) -> Mapping[str, str]:
        return {each["id"]: unit_of(each) for each in self.run.document["bonuses"]}

    def lines(self, rows: Iterable[tuple[Any, ...]]) -> list[JournalLine]:
        return [self._line(number, *row) for number, row in enumerate(rows)]

    def _line(  # noqa: PLR0913, PLR0917 - a row as it is asked for
        self,
        number: int,
        _member: str,
        earner: str,
        place: int,
        level: int,
        rank: int,
        reason: int,
        base: int,
        low: int,
        high: int,
        amount: int,
    ) -> JournalLine:
        bonus = self.bonuses[place]
        one = low if low == high else NO_RATE
        shown = bonus["denominator"], bonus["as_fraction"]
        return JournalLine(
            line=number,
            bonus=bonus["id"],
            kind=bonus["kind"],
            level=level,
            paid_level=level,
            earner=earner,
            status="",
            rank=self.run.ranks[rank],
            basis=self.units[bonus["id"]],
            base=base,
            rate="" if one == NO_RATE else rate_text(one, shown[0], as_fraction=shown[1]),
            earned=amount,
            reversed=0,
            refunded="0",
            amount=amount,
            currency=self.run.currency,
            reason=self.run.reason(reason, bonus["id"]),
        )
