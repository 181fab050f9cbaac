"""`make bench-pages`: the order's way beside members who look, and how soon pages are painted; JSON
as its last line."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from tools.bench import chains
from tools.bench.chains import Chain
from tools.bench_pages import beside, painted
from tools.bench_pages.beside import Company, Looked, Order, Pair, Turn
from tools.bench_pages.figures import figures, missed, screen
from tools.bench_pages.painted import Painted
from tools.browser.launch import launched
from tools.cli import failure, output
from tools.cli.progress import Progress
from tools.cli.stack_access import enter
from tools.local import engine, lifecycle

WARM = 40
PAGE = "/app/home"
"""What members look at."""


def bench_pages(  # noqa: PLR0913, PLR0917 - an option is a parameter
    members: Annotated[int, typer.Option(help="Who look.")] = 50,
    rate: Annotated[float, typer.Option(help="Orders a second.")] = 40,
    orders: Annotated[int, typer.Option(help="Orders of each turn.")] = 200,
    pairs: Annotated[int, typer.Option(help="Turns without and beside those who look.")] = 7,
    loads: Annotated[int, typer.Option(help="Loads of the page and of an empty one.")] = 9,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show tracebacks.")] = False,
) -> None:
    """Measures the order's way beside members who look at their pages, and the pages themselves."""
    people = output.console(stderr=True)
    try:
        with Progress(people) as progress, _company(progress, members) as company:
            looked, taken = _turns(progress, company, Turn(orders, rate), pairs)
            with progress.step(f"load {PAGE} and an empty page, {loads} times in turn"):
                paint = _painted(company, loads)
    except Exception as error:
        if verbose:
            raise
        raise typer.Exit(failure.report(error, as_json=False)) from error
    found = figures(taken, looked, paint)
    people.print(screen(found))
    people.print(f"Missed: {', '.join(missed(found)) or 'nothing'}.")
    sys.stdout.write(json.dumps(found) + "\n")


@contextmanager
def _company(progress: Progress, members: int) -> Iterator[Company]:
    built = lifecycle.prepare(progress.say)
    with engine.running() as running:
        with progress.step("deploy the product"):
            product = chains.product(running, built)
        with progress.step(f"load the demo company, enrol {members} members, sign them in"):
            enter(product.stack)
            from tools.bench_pages import lookers

            signed = _signed(product, members)
            cookies = lookers.cookies(members)
        yield Company(product, cookies, signed)


def _signed(product: Chain, members: int) -> Iterator[Order]:
    from tools.bench_pages import lookers
    from tools.cli.requests import Sender
    from tools.demo import run, shop

    keys = run.load_company(Progress.silent())
    lookers.enrol(members)
    store = shop.Shop(Sender(product.stack.api_url), keys)
    return ((key, store.request(sent)) for key, sent in lookers.orders(members))


def _turns(
    progress: Progress, company: Company, turn: Turn, pairs: int
) -> tuple[Looked, list[Pair]]:
    looked, taken = Looked(), []
    with progress.step("warm up"):
        company.sell(Turn(WARM, turn.per_second))
    for number in range(pairs):
        with progress.step(f"{turn.orders} orders alone and {turn.orders} beside those who look"):
            taken.append(_pair(company, turn, looked, alone_first=number % 2 == 0))
    return looked, taken


def _pair(company: Company, turn: Turn, looked: Looked, *, alone_first: bool) -> Pair:
    if alone_first:
        alone = company.sell(turn)
    with beside.looking(company.pages, PAGE, company.cookies, looked):
        accompanied = company.sell(turn)
    if not alone_first:
        alone = company.sell(turn)
    return Pair(alone, accompanied)


def _painted(company: Company, loads: int) -> Painted:
    with launched() as chromium:
        return painted.in_turn(chromium, company.pages.url, PAGE, company.cookies[0], pairs=loads)


if __name__ == "__main__":
    typer.run(bench_pages)
