"""Commands about the stack itself: up, down, and loading a company into it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from tools.cli import out
from tools.cli.errors import Misused
from tools.cli.progress import Progress
from tools.cli.reach import LOCAL, AsJson, StackName

_ON_AWS = (
    "A stack on AWS is deployed with `sam deploy --config-env dev`, and deleted with `sam delete`."
)


def up(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """Builds, starts the local AWS engine and deploys the same template.yaml to it."""
    _check_local(stack)
    from tools.local import lifecycle

    with Progress(out.console(stderr=True)) as progress:
        deployed = lifecycle.up(progress.say)
    out.tell(
        as_json,
        {"stack": deployed.name, "api_url": deployed.api_url, "endpoint": deployed.endpoint},
        Text.assemble(("The stack is up. Stores send to ", "bold"), deployed.api_url),
        Text("Next: commissions load company/    then: commissions store list", "dim"),
    )


def down(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """Stops the local stack; everything in it is gone."""
    _check_local(stack)
    from tools.local import lifecycle

    was_up = lifecycle.down()
    said = "The local stack is stopped." if was_up else "No local stack was running."
    out.tell(as_json, {"was_up": was_up}, Text(said))


def _check_local(stack: str) -> None:
    if stack != LOCAL:
        raise Misused(_ON_AWS)


def load(
    folder: Annotated[Path, typer.Argument(help="A company's files: see company/.")],
    secrets: Annotated[
        Path | None, typer.Option(help="The stores' secrets, in a file of their own.")
    ] = None,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Loads distributors, SKUs, stores, plan and rates; all of them, or none if a row is wrong."""
