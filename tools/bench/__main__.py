"""`make bench`: the product beside the bare chain, in turn; JSON as its last line."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from tools.bench import chains, cost, drive, imports
from tools.bench.report import Measured, figures, missed, screen
from tools.cli import failure, output
from tools.cli.progress import Progress
from tools.cli.stack_access import enter
from tools.local import engine, lifecycle

if TYPE_CHECKING:
    from tools.cli.signing import Request

WARM = 30
EVERY_SECONDS = 0.25
Order = tuple[str, "Request"]


def bench(
    steady: Annotated[int, typer.Option(help="Orders to each chain, one by one.")] = 120,
    burst: Annotated[int, typer.Option(help="Orders in a burst.")] = 80,
    rounds: Annotated[int, typer.Option(help="Bursts to each chain.")] = 3,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show tracebacks.")] = False,
) -> None:
    """Measures speed and cost of the product and of the bare chain, in turn, in one run."""
    people = output.console(stderr=True)
    try:
        with Progress(people) as progress:
            product, bare = _measured(progress, steady, burst, rounds)
    except Exception as error:
        if verbose:
            raise
        raise typer.Exit(failure.report(error, as_json=False)) from error
    found = figures(product, bare)
    people.print(screen(found))
    people.print(f"Missed: {', '.join(missed(found)) or 'nothing'}.")
    sys.stdout.write(json.dumps(found) + "\n")


def _measured(progress: Progress, steady: int, burst: int, rounds: int) -> tuple[Measured, ...]:
    built = lifecycle.prepare(progress.say)
    with engine.running() as running:
        with progress.step("deploy the product and the bare chain"):
            both = chains.product(running, built), chains.bare(running)
        with progress.step("load the demo company, sign the orders"):
            orders = _signed(both[0], WARM + steady + burst * rounds + cost.ORDERS)
        with progress.step("warm up"):
            warm = dict(islice(orders, WARM))
            for chain in both:
                drive.burst(chain, warm)
        with progress.step(f"send {steady} orders to each, one by one"):
            times = drive.steadily(both, dict(islice(orders, steady)), every_seconds=EVERY_SECONDS)
        with progress.step(f"send {rounds} bursts of {burst} to each"):
            rates = drive.in_bursts(both, [dict(islice(orders, burst)) for _ in range(rounds)])
        with progress.step("count what an order takes"):
            last = [request for _, request in orders]
            costs = cost.costs(both, last)
        with progress.step("import every function"):
            took = {both[0].name: imports.import_ms(both[0])}
    return tuple(
        Measured(
            times=times[chain.name],
            rates=rates[chain.name],
            cost=costs[i],
            import_ms=took.get(chain.name, {}),
        )
        for i, chain in enumerate(both)
    )


def _signed(product: chains.Chain, count: int) -> Iterator[Order]:
    """Orders of the demo company, loaded into the product; the bare chain asks nobody."""
    enter(product.stack)
    from tools.cli.requests import Sender
    from tools.demo import run, scenario, shop

    keys = run.load_company(Progress.silent())
    with Sender(product.stack.api_url) as nobody:
        store = shop.Shop(nobody, keys)
        crowd = scenario.crowd(datetime.now(UTC), count)
        return iter([(key, store.request(sent)) for key, sent in crowd.items()])


if __name__ == "__main__":
    typer.run(bench)
