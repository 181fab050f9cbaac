"""One award of levels, explained from the files of its run: from whom its volume came.

All sources stand in the range of places below the earner. Those rows are read, their hops are done
again, and whose volume ends at the earner on that level is a source. Nothing is computed anew: the
sum of the sources has to be the base that the award was paid on.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import numpy as np

from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.preorder import laid_out
from commissions.domain.close.primitives import near
from commissions.domain.close.terms import LevelTable, PlanTerms, factor_of
from tools.bench_close.draws import Ints

COLUMNS = "place, up, size, own_cv, customers_cv, rank, active"


class NotTheStoredBase(AssertionError):
    """The sources of an award do not add up to what it was paid on."""


@dataclass(frozen=True, slots=True)
class Explained:
    place: int
    level: int
    base: int
    rate: int
    amount: int
    sources: Ints
    """Places, each once or, with purchases and customers, twice."""
    volumes: Ints
    """What came from each."""


@dataclass(frozen=True)
class Replay:
    """The files of a run, opened. `bonus`: the id of one of kind levels that skips dynamically."""

    run: StoredRun
    database: duckdb.DuckDBPyConnection
    bonus: str

    def explained(self, place: int, level: int) -> Explained:
        """Raises NotTheStoredBase."""
        award = self._award(place, level)
        rows = self._below(place)
        sources, volumes = self._sources(rows, level)
        if volumes.sum() != award["base"]:
            raise NotTheStoredBase(
                f"place {place}, level {level}: {volumes.sum()}, not {award['base']}"
            )
        return Explained(place, level, sources=sources + place, volumes=volumes, **award)

    def _award(self, place: int, level: int) -> dict[str, int]:
        """Asked for by place, so that all other row groups are skipped."""
        number = self.run.bonuses.index(self.bonus)
        found = self.database.execute(
            f"select base, rate, amount from '{self.run.awards}' "  # noqa: S608 - our own path
            "where place = ? and bonus = ? and level = ?",
            [place, number, level],
        ).fetchone()
        if found is None:
            raise LookupError(f"place {place} has no award of {self.bonus} on level {level}")
        return dict(zip(("base", "rate", "amount"), found, strict=True))

    def _below(self, place: int) -> dict[str, Any]:
        """The rows of the earner and of everybody below."""
        asked = f"select {COLUMNS} from '{self.run.members}' where place"  # noqa: S608
        earner = self.database.execute(f"{asked} = ?", [place]).fetchnumpy()
        last = place + int(earner["size"][0]) - 1
        return self.database.execute(f"{asked} between ? and ?", [place, last]).fetchnumpy()

    def _sources(self, rows: dict[str, Any], level: int) -> tuple[Ints, Ints]:
        """Places from the earner on, and volumes; the earner is the first of the slice."""
        house = len(rows["place"])
        places = np.arange(house)
        parents = places - rows["up"]
        parents[0] = house
        layout = laid_out(parents)
        first = self._takes(rows, 1)
        above = near(layout, first)
        own, sold = np.flatnonzero(rows["own_cv"]), np.flatnonzero(rows["customers_cv"])
        at = np.concatenate([above[own], np.where(first[sold], sold, above[sold])])
        for each in range(2, level + 1):
            at = near(layout, self._takes(rows, each))[at]
        volume = np.concatenate([rows["own_cv"][own], rows["customers_cv"][sold]])
        arrived = at == 0
        return np.concatenate([own, sold])[arrived], volume[arrived]

    def _takes(self, rows: dict[str, Any], level: int) -> Any:
        """Who uses up a level; with the house."""
        return np.append(rows["active"] & self._table.pays[rows["rank"], level], True)

    @cached_property
    def _table(self) -> LevelTable:
        document = self.run.document
        bonus = next(each for each in document["bonuses"] if each["id"] == self.bonus)
        return PlanTerms(document).level_table(bonus["rates"], factor_of(bonus))
