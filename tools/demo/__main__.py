"""`make demo`: the whole way of an order on this machine, and what it leads to."""

import time
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from tools.cli import failure, output
from tools.cli.errors import REFUSED
from tools.cli.progress import RUNNING, Progress
from tools.cli.stack_access import AsJson, enter

INTERRUPTED = 130


def demo(
    as_json: AsJson = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show tracebacks.")] = False,
) -> None:
    """Runs the demo on an engine of its own, which is gone afterwards."""
    screen = output.console(stderr=as_json)
    began = time.monotonic()
    try:
        well = _run(as_json, screen)
    except KeyboardInterrupt:
        screen.print("\nStopped. Nothing is left running.")
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        if verbose:
            raise
        code = failure.report(error, as_json=as_json)
        raise typer.Exit(code) from error
    screen.print(Text(f"Done in {time.monotonic() - began:.0f} s; the engine is stopped.", "dim"))
    if not well:
        raise typer.Exit(REFUSED)


def _run(as_json: bool, screen: Console) -> bool:
    from tools.local import lifecycle

    screen.print(Text("Cart to Commission: the way of an order, on this machine\n", "bold"))
    with Progress(screen) as progress, lifecycle.temporary(progress.say) as stack:
        enter(stack)
        from tools.demo import pictured
        from tools.demo.run import run
        from tools.demo.view import answer
        from tools.demo.view import screen as view

        result = run(stack, progress)
        pages = pictured.take(stack, progress)
        screen.print()
        output.respond(as_json, answer(result) | pages.answer, view(result), pages.screen)
        screen.print()
        progress.say(f"stop the engine{RUNNING}")
    return result.well


if __name__ == "__main__":
    typer.run(demo)
