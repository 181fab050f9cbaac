"""`python -m tools.bench_teams`: a snapshot of a company of chance, made and read without tables.

JSON as its last line. Each size in a process of its own has that size's memory as its most.
"""

import json
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Annotated, Any

import typer

from tools.bench_close.high_water import HIGH_WATER
from tools.bench_close.population import population
from tools.bench_teams.company import MOVED_SHARE, a_team
from tools.cli import output

MILLISECONDS = 1_000


def bench_teams(
    members: Annotated[int, typer.Option(help="Distributors.")] = 100_000,
    moved: Annotated[float, typer.Option(help="Share that moved in the month.")] = MOVED_SHARE,
    seed: Annotated[int, typer.Option(help="Of the company of chance.")] = 7,
) -> None:
    """Makes a snapshot and reads it: milliseconds, bytes and memory."""
    found = _measured(members, moved, seed)
    people = output.console(stderr=True)
    grid = output.table("what", ">is")
    for name, value in found.items():
        grid.add_row(name, f"{value:,}")
    people.print(grid)
    sys.stdout.write(json.dumps(found) + "\n")


def _measured(members: int, moved: float, seed: int) -> dict[str, Any]:
    from commissions.application.teams.snapshot_files import SnapshotFiles
    from commissions.domain.close.team_rows import team_rows
    from commissions.warehouse import team_shards

    people = population(seed, members, members * 10)
    gathered, team = a_team(people, moved, Random(seed))  # noqa: S311 - no secret
    before = HIGH_WATER.most
    volumes, rolled = _timed(lambda: team.volumes)
    rows, laid = _timed(lambda: team_rows(team.people, volumes))
    files = SnapshotFiles(team, rows)
    bodies, written = _timed(lambda: [*files.shards, *files.ids])
    shard, read = _timed(lambda: team_shards.decode(files.shards[0]))
    _, found = _timed(lambda: team_shards.row_of(files.ids[3], gathered[len(gathered) // 2]))
    return {
        "members": members,
        "moved": int(members * moved),
        "roll_up_ms": rolled,
        "lay_out_ms": laid,
        "write_ms": written,
        "bytes": sum(map(len, bodies)),
        "largest_shard_bytes": max(map(len, files.shards)),
        "read_a_shard_ms": read,
        "find_an_id_ms": found,
        "rows_of_a_shard": len(shard),
        "memory_mb": round(HIGH_WATER.most),
        "memory_before_mb": round(before),
    }


def _timed[T](step: Callable[[], T]) -> tuple[T, int]:
    began = time.perf_counter()
    found = step()
    return found, round((time.perf_counter() - began) * MILLISECONDS)


if __name__ == "__main__":
    typer.run(bench_teams)
