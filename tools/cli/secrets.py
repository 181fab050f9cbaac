"""`secrets migrate`: stores' secrets from their names of before to those of now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import REFUSED, Refused
from tools.cli.failure import answer
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.former_secrets import FormerSecret

PARAMETER = "ReadFormerSecrets"
_OLDER = (
    "{stack} was deployed by an earlier release, whose functions know only the names of before: "
    "`make deploy` this one first, then move the secrets."
)
_CLOSED = f"{{stack}} does not look under the names of before ({PARAMETER} is false)."
_NONE = "No store's secrets lie under a name of before."
_DRY = "Nothing was moved: --apply does it."

app = typer.Typer(no_args_is_help=True, help="Where the stores' secrets lie: move them.")
Failure = tuple["FormerSecret", str]


@app.callback()
def secrets() -> None:
    """Where the stores' secrets lie."""


@app.command()
def migrate(
    apply: Annotated[
        bool, typer.Option("--apply", help="Do it; without it nothing is written.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Moves each store's one secret into two, so that nothing at the edge can open a store.

    Prints what it would do, and does nothing without --apply. Stores go on working meanwhile;
    stopped halfway, it goes on when it is told again.
    """
    selected = select_stack(stack)
    from commissions.application.queries import former_secrets

    if not former_secrets.looks_for_former():
        output.respond(as_json, _answer([], [], apply), _CLOSED.format(stack=selected.name))
        return
    if PARAMETER not in selected.parameters:
        raise Refused(_OLDER.format(stack=selected.name))
    found = former_secrets.of_all()
    failed = _move_all(found) if apply else []
    output.respond(as_json, _answer(found, failed, apply), *_screen(found, failed, apply))
    if failed:
        raise typer.Exit(REFUSED)


def _move_all(found: Sequence["FormerSecret"]) -> list[Failure]:
    """Those that could not be moved, and why; one of them holds up no other."""
    from commissions.application.care import move_secrets

    failed: list[Failure] = []
    for each in found:
        try:
            move_secrets.move(each.store)
        except Exception as error:
            failed.append((each, answer(error)[0]))
    return failed


def _answer(
    found: Sequence["FormerSecret"], failed: Sequence[Failure], applied: bool
) -> dict[str, Any]:
    why = {each.store.store_id: reason for each, reason in failed}
    return {
        "applied": applied,
        "stores": [
            {
                "store_id": each.store.store_id,
                "from": each.name,
                "to": [name for name, _ in each.becomes],
                "there_already": [name for name, there in each.becomes if there],
                "failed": why.get(each.store.store_id, ""),
            }
            for each in found
        ],
    }


def _screen(
    found: Sequence["FormerSecret"], failed: Sequence[Failure], applied: bool
) -> list[RenderableType]:
    if not found:
        return [Text(_NONE, "green")]
    why = {each.store.store_id: reason for each, reason in failed}
    parts: list[RenderableType] = []
    for each in found:
        parts.append(Text.assemble((each.store.store_id, "bold"), f"  {each.name}"))
        for name, there in each.becomes:
            parts.append(output.indented(Text(f"→ {name}{', which is there' if there else ''}")))
        if reason := why.get(each.store.store_id):
            parts.append(output.indented(Text(f"Not moved. {reason}", "red")))
    moved = len(found) - len(failed)
    done = Text(
        f"{formats.count(moved, 'store')} moved. The secrets of before are deleted, and can be had "
        "back for 30 days (`aws secretsmanager restore-secret`).",
        "green",
    )
    return [*parts, Text(), done if applied else Text(_DRY, "yellow")]
