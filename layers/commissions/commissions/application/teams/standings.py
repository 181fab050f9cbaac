"""How everybody stands with the ranks of a plan, out of a run's files, for pages to read.

What the engine judged and counted, and no rule besides: a line a member, in parts by id.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import duckdb
import numpy as np

from commissions.application.close.run_rows import Row, rows_of
from commissions.application.close.stored_run import StoredRun
from commissions.application.queries.close_judged import (
    Asking,
    CountedFigure,
    judged_as,
    leg_cap,
)
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.columns import NOT_GIVEN, datetime_of
from commissions.domain.close.exact import Places
from commissions.domain.close.oldest_lots import oldest_open
from commissions.domain.close.terms import PlanTerms
from commissions.warehouse import parquet, standing_files
from commissions.warehouse.team_shards import part_of

TOGETHER = 10_000
"""Members whose rows are in memory at once."""
LEGS_SHOWN = 12
MEMBERS_A_PART = 2_000
PARTS_LEAST, PARTS_MOST = 4, 256


@dataclass(frozen=True)
class StandingsOfRun:
    """`brought`: by tree, what binaries brought along, whose age is told; `about`: what is said of
    all of them together."""

    run: StoredRun
    brought: Mapping[str, CarriedBinary]
    about: Mapping[str, Any]

    def write(self) -> int:
        """In place of those before; how many members there are."""
        parts: list[list[str]] = [[] for _ in range(self.parts)]
        for member, told in self._everybody():
            parts[part_of(member, self.parts)].append(_line(member, told))
        period = self.run.period
        for number, lines in enumerate(parts):
            body = "\n".join([json.dumps(self._head), *lines, ""])
            standing_files.put(period, number, zlib.compress(body.encode(), 6))
        standing_files.put_about(period, {**self._head, "parts": self.parts})
        return sum(map(len, parts))

    @property
    def parts(self) -> int:
        wanted = -(-int(self.run.told["members"]) // MEMBERS_A_PART)
        return min(max(wanted, PARTS_LEAST), PARTS_MOST)

    @cached_property
    def terms(self) -> PlanTerms:
        return PlanTerms(self.run.document)

    @cached_property
    def _head(self) -> dict[str, Any]:
        told = self.run.told
        return {
            **self.about,
            "run": self.run.digest,
            "period": self.run.period,
            "starts": told["period"]["starts"],
            "ends": told["period"]["ends"],
            "plan": told["plan"]["id"],
            "zone": self.terms.timezone,
            "unit": self.terms.group_unit,
        }

    def _everybody(self) -> Iterator[tuple[str, dict[str, Any]]]:
        with parquet.connection() as database:
            legs, binaries = _FrontLines(self.run, self.terms, database), self._binaries(database)
            for first in range(0, int(self.run.told["members"]), TOGETHER):
                stored = self._rows(database, self.run.members, first)
                figures = self._rows(database, self.run.requirements, first)
                for row, counted in zip(stored, figures, strict=True):
                    told = self._told(row, counted)
                    told |= legs.of(row["place"], told.pop("leg_cap"))
                    told["binaries"] = binaries.get(row["place"], [])
                    yield row["member"], told

    def _rows(self, database: duckdb.DuckDBPyConnection, file: Any, first: int) -> list[Row]:
        asked = (
            f"select * from read_parquet('{file}') "  # noqa: S608 - our own path
            f"where place >= {first} and place < {first + TOGETHER} order by place"
        )
        return rows_of(database, asked)

    def _told(self, stored: Row, figures: Row) -> dict[str, Any]:
        found = judged_as(self.run, self.terms, stored, figures)
        return {
            "status": found.status,
            "is_active": bool(found.is_active),
            "active": _asking(found.active),
            "rank": found.rank,
            "title": found.title,
            "title_before": found.title_before,
            "periods_below": found.periods_below,
            "own": _asking(found.own),
            "next_rank": found.next_rank,
            "next": _asking(found.next),
            "leg_cap": leg_cap(self.terms, found),
            "group": int(stored["group_volume"]),
        }

    def _binaries(self, database: duckdb.DuckDBPyConnection) -> dict[int, list[dict[str, Any]]]:
        """By place."""
        found: dict[int, list[dict[str, Any]]] = {}
        kinds = {each["id"]: each for each in self.run.document["bonuses"]}
        if not any(kinds[each]["kind"] == "binary" for each in self.run.bonuses):
            return found
        asked = f"select * from read_parquet('{self.run.legs}') order by place, bonus"  # noqa: S608
        ages = {tree: _Ages(each) for tree, each in self.brought.items()}
        numbers = f"select place, number from read_parquet('{self.run.members}')"  # noqa: S608
        known = dict(database.execute(numbers).fetchall())
        for row in rows_of(database, asked):
            bonus = self.run.bonuses[row["bonus"]]
            age = ages.get(kinds[bonus]["tree"])
            sides = [
                {name: row[f"{name}_{side}"] for name in ("brought", "came", "open", "after")}
                | {"oldest": age.of(at, known[row["place"]]) if age else None}
                for at, side in enumerate(("left", "right"))
            ]
            found.setdefault(row["place"], []).append({"bonus": bonus, "sides": sides})
        return found


@dataclass(frozen=True)
class _FrontLines:
    """Everybody's front line: all below each of them, and that one."""

    run: StoredRun
    terms: PlanTerms
    database: duckdb.DuckDBPyConnection

    @cached_property
    def _columns(self) -> Mapping[str, Any]:
        unit = self.terms.group_unit
        volume = f"own_{unit} + customers_{unit} as volume"
        names = f"member, participant, up, size, {volume}"
        asked = f"select {names} from read_parquet('{self.run.members}')"  # noqa: S608
        return self.database.execute(f"{asked} order by place").fetchnumpy()

    @cached_property
    def _volumes(self) -> Places:
        sums = np.concatenate([[0], np.cumsum(self._columns["volume"].astype(np.int64))])
        places = np.arange(self._columns["size"].size)
        found: Places = sums[places + self._columns["size"]] - sums[places]
        return found

    @cached_property
    def _heads(self) -> tuple[Places, Places]:
        """The heads of legs sorted by whose they are, the largest first; and whose each is."""
        up, volumes = self._columns["up"].astype(np.int64), self._volumes
        places = np.arange(up.size)
        above = np.where(up > 0, places - up, -1)
        heads = places[above >= 0]
        order = np.lexsort((heads, -volumes[heads], above[heads]))
        return heads[order], above[heads][order]

    def of(self, place: int, cap: int | None) -> dict[str, Any]:
        heads, above = self._heads
        first, end = np.searchsorted(above, [place, place + 1]).tolist()
        shown = heads[first : min(end, first + LEGS_SHOWN)].tolist()
        legs = [{"head": self._name(head), "volume": int(self._volumes[head])} for head in shown]
        return {"legs": legs, "legs_in_all": end - first, "leg_cap": cap}

    def _name(self, head: int) -> str:
        """Customers have none."""
        return str(self._columns["member"][head]) if self._columns["participant"][head] else ""


class _Ages:
    """Since when the oldest is open that a seat brought along, by member number."""

    def __init__(self, brought: CarriedBinary) -> None:
        self.rows = {number: row for row, number in enumerate(brought.number.tolist())}
        self.oldest = oldest_open(brought.state)

    def of(self, side: int, number: int) -> str | None:
        row = self.rows.get(number)
        at = NOT_GIVEN if row is None else int(self.oldest[side, row])
        return None if at == NOT_GIVEN else datetime_of(at).isoformat()


def about_run(*, as_of: datetime, closes_at: datetime, is_estimate: bool) -> dict[str, Any]:
    """What a run's files do not say themselves."""
    times = {"as_of": as_of.isoformat(), "closes_at": closes_at.isoformat()}
    return {**times, "is_estimate": is_estimate}


def _asking(asking: Asking) -> dict[str, Any]:
    return {
        "met": asking.met,
        "either": asking.either,
        "counted": [_counted(each) for each in asking.counted],
    }


def _counted(figure: CountedFigure) -> dict[str, Any]:
    return {name: value for name, value in asdict(figure).items() if value not in ("", ())}


def _line(member: str, told: Mapping[str, Any]) -> str:
    return f"{json.dumps(member)}\t{json.dumps(told, separators=(',', ':'))}"
