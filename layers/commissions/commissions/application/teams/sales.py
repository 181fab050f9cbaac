"""What was sold in a month, as far apart in time as the tree asks for it.

Of who always stood in the same line, the month's own sum is enough. Of those whose line changed
within the month, what was sold before and after is told apart by their journals; it is kept beside
the snapshots, so that only whoever sold something since is read again.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from commissions.domain.close.columns import moment
from commissions.domain.close.exact import Mask
from commissions.domain.close.team_rows import SoldByMembers
from commissions.domain.plans.period_calendar import PeriodSpan
from commissions.tables import sold_in_month
from commissions.tables.sold_in_month import SoldInMonth
from commissions.warehouse import team_files

READERS = 16
Moments = list[tuple[int, int]]
"""When, in microseconds, and how much."""
NEVER: tuple[int, Moments] = (-1, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSales:
    span: PeriodSpan
    unit: str
    by_member: Mapping[str, SoldInMonth]

    def of(self, ids: Sequence[str], changed: Mask, as_of: datetime) -> SoldByMembers:
        """`changed`: by member, whether their line did within the month."""
        number = {member: at for at, member in enumerate(ids)}
        sellers = [each for each in self.by_member if each in number]
        apart = self._apart([each for each in sellers if changed[number[each]]])
        end = moment(as_of)
        rows = [
            (number[member], at, volume)
            for member in sellers
            for at, volume in apart.get(member, [(end, self.by_member[member].volume)])
        ]
        seller, at, volume = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        return SoldByMembers(seller, at, volume)

    def _apart(self, members: Sequence[str]) -> dict[str, Moments]:
        if not members:
            return {}
        kept = self._kept()
        new = [each for each in members if kept.get(each, NEVER)[0] != self.by_member[each].sales]
        with ThreadPoolExecutor(READERS) as pool:
            for member, moments in zip(new, pool.map(self._moments, new), strict=True):
                kept[member] = self.by_member[member].sales, moments
        if new:
            team_files.note(self._name, zlib.compress(json.dumps(kept, sort_keys=True).encode()))
        return {each: kept[each][1] for each in members}

    def _kept(self) -> dict[str, tuple[int, Moments]]:
        body = team_files.noted(self._name)
        told = json.loads(zlib.decompress(body)) if body else {}
        return {
            member: (sales, [(at, volume) for at, volume in moments])
            for member, (sales, moments) in told.items()
        }

    @property
    def _name(self) -> str:
        return f"teams/{self.span.label}/apart"

    def _moments(self, member: str) -> Moments:
        month, starts = self.span.label, self.span.starts
        found = sold_in_month.by_moment(member, month, self.unit, starts)
        return [(moment(at), volume) for at, volume in sorted(found.items())]


def month_sales(span: PeriodSpan, unit: str) -> MonthSales:
    by_member = sold_in_month.everybody(span.label, unit)
    return MonthSales(span=span, unit=unit, by_member=by_member)
