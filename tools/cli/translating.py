"""`translate`: what a store's payload says in our words, without any AWS."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.currencies import exponent
from commissions.domain.order import Item, OrderPlaced, OrderRefunded, Told, difference
from commissions.domain.store import RETAIL_CHANNEL, Store
from commissions.events import DETAIL_TYPES
from commissions.platforms import Platform, Reading, Unreadable
from commissions.platforms.strict_json import NotJson, loads
from tools.cli import out, shown, told
from tools.cli.errors import REFUSED, Misused
from tools.cli.reach import AsJson

PLATFORMS = {"shopify": "commissions.platforms.shopify"}
"""Each platform's module: one line for a new one."""
WRAPPED = ("order", "refund", "orders", "refunds")
"""What a platform's REST answers wrap around the object that is a webhook's whole body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    file: str
    records: tuple[Told, ...] = ()
    ignored: str = ""
    unreadable: str = ""


def translate(  # noqa: PLR0913, PLR0917 - an option is a parameter
    files: Annotated[list[Path], typer.Argument(help="Raw payloads.", metavar="FILE...")],
    platform: Annotated[str, typer.Option(help=f"One of: {', '.join(PLATFORMS)}.")],
    topic: Annotated[str, typer.Option(help="The webhook's topic, like orders/paid.")],
    store: Annotated[str, typer.Option(help="A store's id, for the records' keys.")] = "store",
    currency: Annotated[str, typer.Option(help="The store's, where a payload names none.")] = "USD",
    as_json: AsJson = False,
) -> None:
    """Prints the canonical records of raw payloads. Needs no AWS and no stack."""
    if platform not in PLATFORMS:
        raise Misused(f"There is no platform {platform!r}, only {', '.join(PLATFORMS)}.")
    dialect = cast(Platform, importlib.import_module(PLATFORMS[platform]))
    of = Store(store, platform, RETAIL_CHANNEL, currency, "")
    found = [each for file in files for each in _translations(dialect, of, topic, file)]
    out.tell(as_json, answer(found), screen(found))
    if any(each.unreadable for each in found):
        raise typer.Exit(REFUSED)


def _translations(dialect: Platform, store: Store, topic: str, file: Path) -> Iterator[Translation]:
    try:
        payload = loads(file.read_bytes())
    except NotJson as error:
        yield Translation(file=str(file), unreadable=str(error))
        return
    for body in unwrapped(payload):
        try:
            reading = read(dialect, store, topic, body)
        except Unreadable as error:
            yield Translation(file=str(file), unreadable=str(error))
        else:
            yield Translation(file=str(file), records=reading.records, ignored=reading.ignored)


def read(dialect: Platform, store: Store, topic: str, body: Any) -> Reading:
    headers = {f"x-{store.platform}-topic": topic}
    # The key only makes customers unrecognisable; the store's own one is its secret.
    return dialect.translate(body, dialect.topic(headers), headers, store, b"translate")


def unwrapped(payload: Any) -> list[Any]:
    """The objects inside a REST answer; a webhook's body is one already."""
    if isinstance(payload, dict) and len(payload) == 1:
        [(name, inner)] = payload.items()
        if name in WRAPPED:
            return inner if isinstance(inner, list) else [inner]
    return [payload]


def answer(found: list[Translation]) -> dict[str, Any]:
    """Amounts are whole minor units: of `exponent` decimals."""
    return {
        "records": [
            _record(record) | {"file": each.file} for each in found for record in each.records
        ],
        "ignored": [{"file": e.file, "reason": e.ignored} for e in found if e.ignored],
        "unreadable": [{"file": e.file, "reason": e.unreadable} for e in found if e.unreadable],
    }


def _record(record: Told) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": DETAIL_TYPES[type(record)], "key": record.key}
    plain |= out.plain(record)
    if isinstance(record, OrderPlaced | OrderRefunded):
        plain["exponent"] = exponent(record.currency)
    if isinstance(record, OrderPlaced):
        plain["difference"] = difference(record)
    return plain


def screen(found: list[Translation]) -> RenderableType:
    parts: list[RenderableType] = []
    for each in found:
        parts.append(Text(each.file, "bold"))
        if each.unreadable:
            parts.append(Text(f"  unreadable: {each.unreadable}", "red"))
        if each.ignored:
            parts.append(Text(f"  ignored: {each.ignored}", "yellow"))
        parts += [out.indented(_shown(record)) for record in each.records]
        parts.append(Text())
    return Group(*parts)


def _shown(record: Told) -> RenderableType:
    head = Text.assemble((f"{DETAIL_TYPES[type(record)]}  ", "cyan"), (record.key, "dim"))
    said = told.fact_shown(record)
    return (
        Group(head, said, *_order(record)) if isinstance(record, OrderPlaced) else Group(head, said)
    )


def _order(order: OrderPlaced) -> list[RenderableType]:
    grid = out.table("line", "sku", "kind", ">qty", ">unit price", ">discount", ">tax", ">net")
    out.rows(grid, order.items, lambda item: _cells(item, order.currency))
    gap = difference(order)
    sums = ", ".join(
        f"{name} {shown.amount(value, order.currency)}"
        for name, value in (
            ("shipping", order.shipping),
            ("tax", order.tax),
            ("other", order.other),
            ("total", order.total),
        )
    )
    verdict = (
        Text(f"does not reconcile: {shown.change(gap, order.currency)} off", "bold red")
        if gap
        else Text("reconciles: difference 0", "green")
    )
    referral = Text(f"referral: {order.distributor_ref or 'none'}")
    return [grid, Text(sums), referral, verdict]


def _cells(item: Item, currency: str) -> tuple[str, ...]:
    amounts = (item.unit_price, item.discount, item.tax, item.net)
    return (
        item.line_id,
        item.platform_sku or item.variant_id or shown.NOTHING,
        item.kind,
        shown.plain(item.qty),
        *(shown.amount(value, currency) for value in amounts),
    )
