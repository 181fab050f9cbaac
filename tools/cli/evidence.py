"""`evidence`: whether a package of evidence is as it was made; it takes no stack, and no rights."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from tools.cli import output
from tools.cli.errors import Refused
from tools.cli.stack_access import AsJson

app = typer.Typer(no_args_is_help=True, help="Packages of evidence, as finance's pages make them.")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A package, as it was downloaded.")],
    as_json: AsJson = False,
) -> None:
    """Holds a package against its own hashes, and each journal against its own and the one before
    it. Whose it is, the page Evidence says."""
    from commissions.domain.evidence.package import problems

    found = problems(file.read_bytes())
    told = [Text(each, "red") for each in found] or [Text("All of it is as it was made.", "green")]
    output.respond(as_json, {"problems": found}, *told)
    if found:
        raise Refused(f"{file.name} is not as it was made.")
