"""`vectors`: worked examples of compensation plans, run through the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import output
from tools.cli.errors import REFUSED, Misused
from tools.cli.stack_access import AsJson
from tools.vectors.running import Run, run
from tools.vectors.vector import NoVector, read


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file."""

    file: str
    result: str
    """`passed`, `failed` or `listed`."""
    why: tuple[str, ...] = ()


def vectors(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Of mlm-vector files, *.json.")],
    only: Annotated[str, typer.Option(help="Only files that have this in their name.")] = "",
    as_json: AsJson = False,
) -> None:
    """Runs worked examples of plans through the engine. Needs no AWS and no stack."""
    if not folder.is_dir():
        raise Misused(f"{folder} is no folder: name the one that holds the mlm-vector files.")
    files = sorted(path for path in folder.glob("*.json") if only in path.stem)
    if not files:
        named = f" with {only!r} in its name" if only else ""
        raise Misused(f"{folder} holds no *.json file{named}.")
    outcomes = [outcome_of(file) for file in files]
    output.respond(as_json, answer(outcomes), screen(outcomes))
    if any(each.result == "failed" for each in outcomes):
        raise typer.Exit(REFUSED)


def outcome_of(file: Path) -> Outcome:
    try:
        found = run(read(file))
    except NoVector as error:
        return Outcome(file.name, "failed", (str(error),))
    return Outcome(file.name, *_result(found))


def _result(found: Run) -> tuple[str, tuple[str, ...]]:
    if found.listed:
        return "listed", (found.listed,)
    return ("failed", found.problems) if found.problems else ("passed", found.notes)


def counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    results = [each.result for each in outcomes]
    return {name: results.count(name) for name in ("listed", "passed", "failed")}


def answer(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {"files": list(outcomes), **counts(outcomes)}


def screen(outcomes: Sequence[Outcome]) -> RenderableType:
    """What did not simply pass, a line for each reason; then how many of what."""
    lines = [
        Text(f"{each.result}  {each.file}: {why}", style="red" if each.result == "failed" else "")
        for each in outcomes
        for why in each.why
    ]
    number = counts(outcomes)
    listed = number["listed"]
    beside = [Text(f"{listed} listed: neither passed nor failed")] if listed else []
    end = Text(f"{number['passed']} passed, {number['failed']} failed", style="bold")
    return Group(*lines, *beside, end)
