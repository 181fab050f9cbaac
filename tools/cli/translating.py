"""`translate`: what a store's payload says in our words, without any AWS."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.currencies import exponent
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import Item, OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import RETAIL_CHANNEL, Store
from commissions.events import DETAIL_TYPES
from commissions.platforms import InvalidPayload, ParsedWebhook, WrongRecipient, orders_api
from commissions.platforms.strict_json import NotJson, loads
from tools.cli import formats, output, received
from tools.cli.errors import REFUSED, Misused
from tools.cli.payloads import DIALECTS, KEY, PARTS, Parts, inside, read, unwrapped
from tools.cli.stack_access import AsJson
from tools.cli.topics import check_topic, names_itself
from tools.company.platforms import carriers_of

PLATFORMS = (*DIALECTS, orders_api.NAME)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    file: str
    records: tuple[StoreRecord, ...] = ()
    ignored: str = ""
    unreadable: str = ""


def translate(  # noqa: PLR0913, PLR0917 - an option is a parameter
    files: Annotated[list[Path], typer.Argument(help="Raw payloads.", metavar="FILE...")],
    platform: Annotated[str, typer.Option(help=f"One of: {', '.join(PLATFORMS)}.")],
    topic: Annotated[
        str,
        typer.Option(help="The webhook's, like orders/paid; order or product for an API's answer."),
    ] = "",
    part: Annotated[
        list[str] | None,
        typer.Option("--with", help="A part of an order's answer: refunds=FILE. Can be repeated."),
    ] = None,
    channel: Annotated[str, typer.Option(help="Magento's: adobe, mageos, template.")] = "mageos",
    store: Annotated[str, typer.Option(help="A store's id, for the records' keys.")] = "store",
    currency: Annotated[str, typer.Option(help="The store's, where a payload names none.")] = "USD",
    as_json: AsJson = False,
) -> None:
    """Prints the canonical records of raw payloads. Needs no AWS and no stack."""
    if platform not in PLATFORMS:
        raise Misused(f"There is no platform {platform!r}, only {', '.join(PLATFORMS)}.")
    if platform in ("shopify", "woocommerce") and not topic:
        raise Misused("Say which --topic it is, like orders/paid or order.updated.")
    carriers = carriers_of(platform)
    of = Store(store, platform, RETAIL_CHANNEL, currency, "", channel=channel, carriers=carriers)
    parts = dict(_part(platform, each) for each in part or ())
    found = [each for file in files for each in _translations(of, topic, file, parts)]
    output.respond(as_json, answer(found), screen(found))
    if any(each.unreadable for each in found):
        raise typer.Exit(REFUSED)


def _part(platform: str, named: str) -> tuple[str, Any]:
    name, _, file = named.partition("=")
    known = PARTS.get(platform, ())
    if name not in known:
        raise Misused(f"{platform} has no part {name!r}: {', '.join(known) or 'none at all'}.")
    try:
        held = inside(loads(Path(file).read_bytes()))
    except NotJson as error:
        raise Misused(f"{file}: {error}") from None
    return name, held if isinstance(held, list) else [held]


def _translations(store: Store, topic: str, file: Path, parts: Parts) -> Iterator[Translation]:
    body = file.read_bytes()
    if store.platform == orders_api.NAME:
        check_topic(store, topic)
        yield _translation(file, lambda: orders_api.parse_order(body, store, KEY))
        return
    greeted = DIALECTS[store.platform].handshake(body, {"content-type": FORM})
    if greeted is not None:
        yield Translation(file=str(file), ignored="a greeting: answered, and nothing is kept")
        return
    try:
        payloads = unwrapped(store.platform, topic, loads(body))
    except NotJson as error:
        yield Translation(file=str(file), unreadable=str(error))
        return
    for payload in payloads:
        if not names_itself(store, payload):
            check_topic(store, topic)
        yield _translation(file, partial(read, store, topic, payload, parts))


def _translation(file: Path, reader: Callable[[], ParsedWebhook]) -> Translation:
    try:
        reading = reader()
    except orders_api.InvalidOrder as invalid:
        wrong = "; ".join(f"{each['field']} {each['message']}" for each in invalid.errors)
        return Translation(file=str(file), unreadable=wrong)
    except (NotJson, WrongRecipient, InvalidPayload) as error:
        return Translation(file=str(file), unreadable=str(error))
    return Translation(file=str(file), records=reading.records, ignored=reading.ignored)


def answer(found: list[Translation]) -> dict[str, Any]:
    """Amounts are whole minor units: of `exponent` decimals."""
    return {
        "records": [
            _record(record) | {"file": each.file} for each in found for record in each.records
        ],
        "ignored": [{"file": e.file, "reason": e.ignored} for e in found if e.ignored],
        "unreadable": [{"file": e.file, "reason": e.unreadable} for e in found if e.unreadable],
    }


def _record(record: StoreRecord) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": DETAIL_TYPES[type(record)], "key": record.key}
    plain |= output.jsonable(record)
    if isinstance(record, OrderPlaced | OrderRefunded | OrderDisputed) and record.currency:
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
        parts += [output.indented(_shown(record)) for record in each.records]
        parts.append(Text())
    return Group(*parts)


def _shown(record: StoreRecord) -> RenderableType:
    head = Text.assemble((f"{DETAIL_TYPES[type(record)]}  ", "cyan"), (record.key, "dim"))
    text = received.fact_text(record)
    return (
        Group(head, text, *_order(record)) if isinstance(record, OrderPlaced) else Group(head, text)
    )


def _order(order: OrderPlaced) -> list[RenderableType]:
    grid = output.table("line", "sku", "kind", ">qty", ">unit price", ">discount", ">tax", ">net")
    output.rows(grid, order.items, lambda item: _cells(item, order.currency))
    gap = difference(order)
    sums = ", ".join(
        f"{name} {formats.amount(value, order.currency)}"
        for name, value in (
            ("shipping", order.shipping),
            ("tax", order.tax),
            ("other", order.other),
            ("total", order.total),
        )
    )
    verdict = (
        Text(f"does not reconcile: {formats.signed_amount(gap, order.currency)} off", "bold red")
        if gap
        else Text("reconciles: difference 0", "green")
    )
    referral = Text(f"referral: {order.distributor_ref or 'none'}")
    continued = formats.continued(order.continues, order.contract)
    return [grid, Text(sums), referral, *([Text(continued)] if continued else []), verdict]


def _cells(item: Item, currency: str) -> tuple[str, ...]:
    amounts = (item.unit_price, item.discount, item.tax, item.net)
    return (
        item.line_id,
        item.platform_sku or item.variant_id or formats.NOTHING,
        item.kind,
        formats.decimal(item.qty),
        *(formats.amount(value, currency) for value in amounts),
    )
