"""Commands about what the stores sell: what waits for a value, and which values outlived it."""

import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.unmapped_skus import UnmappedSku, ValuedVariant

app = typer.Typer(no_args_is_help=True, help="What the stores sell, and which of it has no value.")
StoreId = Annotated[str, typer.Option("--store", help="Only of this store.")]
ADD = (
    "Add them to skus.csv with what they are worth (0 for what shall earn nothing), then run "
    "`commissions load FOLDER`: the orders that wait go on. `commissions skus pending --csv` "
    "writes the rows."
)
EARLIER = (
    "has a value from {day:%Y-%m-%d} on. An older order needs a row with an earlier "
    "effective_from; one that is not goes on in a moment, or with `commissions release ORDER`."
)
TWICE = "{name} leads to two values: {both}. Say in skus.csv which one counts."
RETIRE = "Add a row to skus.csv with `retired: yes` for each that will not be sold again."
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f]+")
_NO_ID = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)


@app.command()
def pending(
    store: StoreId = "",
    closed: Annotated[
        bool, typer.Option("--closed", help="Instead: what has a value and is not for sale.")
    ] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Rows for skus.csv; what they are worth is left empty.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """The variants that have no value yet, or two: their orders would wait, or wait already."""
    if as_csv and (closed or as_json):
        raise Misused("--csv goes alone: it writes the rows that skus.csv lacks.")
    select_stack(stack)
    from commissions.application.queries import unmapped_skus

    now = datetime.now(UTC)
    if closed:
        gone = unmapped_skus.orphaned_values(unmapped_skus.listed_variants(now, store))
        output.respond(as_json, {"closed": [_answer(each) for each in gone]}, closed_screen(gone))
        return
    found = unmapped_skus.unmapped_skus(now, store)
    if as_csv:
        from commissions.application.queries.sku_rows import rows

        sys.stdout.write(rows(found))
        return
    output.respond(as_json, {"pending": [_wanted(each) for each in found]}, screen(found, now))


@app.command("list")
def list_(store: StoreId = "", stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """All variants that the stores told us of, with what is known of each."""
    select_stack(stack)
    from commissions.application.queries import unmapped_skus

    found = unmapped_skus.listed_variants(datetime.now(UTC), store)
    output.respond(as_json, {"variants": [_answer(each) for each in found]}, listed_screen(found))


def screen(found: "list[UnmappedSku]", now: datetime) -> RenderableType:
    if not found:
        return Text("Everything that is for sale has a value.", "green")
    grid = output.table("store", "sku", "name", "variant id", "listed since", ">orders waiting")
    for each in found:
        grid.add_row(
            each.store_id,
            each.platform_sku,
            each.name or formats.NOTHING,
            each.variant_id or formats.NOTHING,
            f"{each.since:%Y-%m-%d} ({formats.age((now - each.since).total_seconds())})",
            str(len(each.parked) or formats.NOTHING),
        )
    notes = [
        Text(f"{each.platform_sku} {EARLIER.format(day=each.valued_from)}", "yellow")
        for each in found
        if each.valued_from
    ]
    notes += [
        Text(TWICE.format(name=each.platform_sku, both=each.two_values), "yellow")
        for each in found
        if each.two_values
    ]
    return Group(grid, Text(), *notes, Text(ADD, "cyan"))


def closed_screen(gone: "list[ValuedVariant]") -> RenderableType:
    if not gone:
        return Text(
            "Everything that has a value is for sale, as far as the stores told us.", "green"
        )
    grid = output.table("store", "sku", "name", "variant id", "closed since")
    for each in gone:
        grid.add_row(*_names(each), f"{each.variant.closed_at:%Y-%m-%d}")
    return Group(grid, Text(), Text(RETIRE, "cyan"))


def listed_screen(found: "list[ValuedVariant]") -> RenderableType:
    if not found:
        return Text("No store has told us of a product yet.", "yellow")
    grid = output.table("store", "sku", "name", "variant id", "listed since", "is")
    for each in found:
        grid.add_row(*_names(each), f"{each.variant.listed_at:%Y-%m-%d}", _standing(each))
    return grid


def _names(each: "ValuedVariant") -> tuple[str, str, str, str]:
    variant = each.variant
    called = each.value.platform_sku if each.value and variant.closed_at else variant.map_name
    return each.product.store_id, called, variant.name, variant.variant_id


def _standing(each: "ValuedVariant") -> str:
    if each.variant.closed_at:
        return f"closed since {each.variant.closed_at:%Y-%m-%d}"
    if each.value:
        return f"worth something since {each.value.effective_from:%Y-%m-%d}"
    if each.two:
        return "worth one thing by its id, another by its SKU"
    return "waiting for a value"


def _wanted(each: "UnmappedSku") -> dict[str, Any]:
    return {
        "store_id": each.store_id,
        "platform_sku": each.platform_sku,
        "variant_id": each.variant_id,
        "name": each.name,
        "since": each.since,
        "orders_waiting": [entry.order_key for entry in each.parked],
        "valued_from": each.valued_from,
        "two_values": each.two_values or None,
    }


def _answer(each: "ValuedVariant") -> dict[str, Any]:
    variant = each.variant
    return {
        "store_id": each.product.store_id,
        "product_id": each.product.product_id,
        "variant_id": variant.variant_id,
        "sku": variant.sku,
        "name": variant.name,
        "former_skus": variant.former_skus,
        "listed_at": variant.listed_at,
        "closed_at": variant.closed_at,
        "valued_as": each.value.platform_sku if each.value else None,
    }
