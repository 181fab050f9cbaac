"""`make bench-close`: a period's close beside SQL and a plain walk; JSON as its last line."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from tools.bench_close.aws_cost import ClosedOnce
from tools.bench_close.company_files import CompanyFiles, company_files
from tools.bench_close.figures import figures, missed, screen
from tools.bench_close.population import LINES_PER_MEMBER
from tools.bench_close.runs import median_run, run
from tools.bench_close.sizes import sizes
from tools.cli import failure, output
from tools.cli.progress import Progress

MB = 1 << 20


def bench_close(
    sizes_text: Annotated[str, typer.Option("--sizes", help="Members: 100k,1m or 10m.")] = "",
    lines: Annotated[int, typer.Option(help="Order lines a member.")] = LINES_PER_MEMBER,
    rounds: Annotated[int, typer.Option(help="Closes of each size; the median is told.")] = 3,
    seed: Annotated[int, typer.Option(help="Of the company of chance.")] = 7,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show tracebacks.")] = False,
) -> None:
    """Closes a period of companies of chance in columns, by SQL and by a walk, in one run."""
    people = output.console(stderr=True)
    try:
        with Progress(people) as progress:
            found = figures(
                [
                    _measured(progress, each, each * lines, rounds, seed)
                    for each in sizes(sizes_text)
                ]
            )
    except Exception as error:
        if verbose:
            raise
        raise typer.Exit(failure.report(error, as_json=False)) from error
    people.print(screen(found))
    people.print(f"Missed: {', '.join(missed(found)) or 'nothing'}.")
    sys.stdout.write(json.dumps(found) + "\n")


def _measured(
    progress: Progress, members: int, lines: int, rounds: int, seed: int
) -> Mapping[str, Any]:
    """Everything that is measured of one size."""
    company, many = (members, lines, seed), f"{members:,} members"
    with progress.step(f"make a company of {many}, or find it"):
        made = company_files(*company)
    with progress.step(f"close the hybrid plan of {many}, {rounds} times"):
        hybrid = median_run(rounds, "hybrid_run", *company)
    with progress.step(f"explain awards of {many}"):
        explained = run("explain_run", hybrid["run"])
    with progress.step(f"close the binary of {many}, {rounds} times"):
        binary = median_run(rounds, "binary_run", *company)
    with progress.step(f"ask SQL, the columns and a walk about {many}"):
        rivals = run("rivals_run", *company)
    closed = {name: value for name, value in hybrid.items() if name != "run"}
    size = {"members": members, "lines": made.lines}
    cost = {"usd_per_1000_closes": _cost(made, hybrid)}
    return size | closed | _ratios(rivals) | explained | cost | {"binary": binary}


def _cost(company: CompanyFiles, hybrid: Mapping[str, Any]) -> dict[str, float | None]:
    """On AWS: worked out of what was measured (see `aws_cost`)."""
    read, written = (
        [file.stat().st_size / MB for file in files]
        for files in (company.line_files, sorted(Path(hybrid["run"]).iterdir()))
    )
    usd = ClosedOnce(hybrid["seconds"], hybrid["rss_mb"], read, written).usd
    return {name: None if each is None else each * 1000 for name, each in usd.items()}


def _ratios(rivals: Mapping[str, Any]) -> dict[str, Any]:
    """How many times as long the others take. `over_sql` and `over_walk`: over the sums on the
    frozen order; `over_sql_with_order`: with building that order first."""
    sums, order = rivals["seconds_sums"], rivals["seconds_order"]
    return {
        **rivals,
        "over_sql": rivals["seconds_sql"] / sums,
        "over_sql_with_order": rivals["seconds_sql"] / (sums + order),
        "over_walk": rivals["seconds_walk"] / sums,
    }


if __name__ == "__main__":
    typer.run(bench_close)
