"""`commissions store check --schema`: what of our queries a store's schema does not have."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import REFUSED

if TYPE_CHECKING:
    from commissions.clients.abilities import ApiSchema
    from tools.schema_check import SchemaFinding


def check_schemas(store: str, as_json: bool) -> None:
    """One store's schema, or that of each that is connected and has one; exit code 1 where the
    store refuses something that is asked of it."""
    from commissions.application.sync import store_schema
    from tools import schema_check

    found = store_schema.read_schemas(store)
    checked = {store_id: schema_check.check(each) for store_id, each in found.items()}
    answer = {name: answer_of(each, checked[name]) for name, each in found.items()}
    screens = [screen(name, each, checked[name]) for name, each in found.items()]
    nothing = Text("No connected store has a schema that could be asked for.", "yellow")
    output.respond(as_json, {"stores": answer}, *(screens or [nothing]))
    if any(each.kind == schema_check.BREAKS for each in sum(checked.values(), ())):
        raise typer.Exit(REFUSED)


def answer_of(schema: "ApiSchema", findings: Sequence["SchemaFinding"]) -> dict[str, Any]:
    return {
        "version_asked": schema.version_asked,
        "version_answered": schema.version_answered,
        "operations": len({each.name for each in schema.operations}),
        "findings": [output.jsonable(each) for each in findings],
    }


def screen(
    store_id: str, schema: "ApiSchema", findings: Sequence["SchemaFinding"]
) -> RenderableType:
    count = formats.count(len({each.name for each in schema.operations}), "operation")
    lines = [Text.assemble((store_id, "bold"), f"  {count} by version {schema.version_asked}")]
    if schema.version_answered not in ("", schema.version_asked):
        other = f"The store answers by version {schema.version_answered} instead."
        lines.append(Text(other, "bold red"))
    for each in findings:
        style = "yellow" if each.kind == "deprecated" else "red"
        lines.append(
            Text(f"{each.kind}: {each.says}  (asked by {', '.join(each.operations)})", style)
        )
    if not findings:
        lines.append(Text("The schema has all that is asked of it, and deprecates none.", "green"))
    return Group(*lines)
