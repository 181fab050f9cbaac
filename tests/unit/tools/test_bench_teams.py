"""What the benchmark of teams measures is a snapshot of all of its company."""

import json

import typer
from typer.testing import CliRunner

from tools.bench_teams.__main__ import bench_teams


def test_it_measures_a_small_company_too() -> None:
    app = typer.Typer()
    app.command()(bench_teams)

    said = CliRunner().invoke(app, ["--members", "400", "--moved", "0.05"])

    found = json.loads(said.stdout.splitlines()[-1])
    assert (found["members"], found["moved"], found["rows_of_a_shard"]) == (400, 20, 25)
    assert found["bytes"] > 400 * 10
