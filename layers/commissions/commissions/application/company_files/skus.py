"""skus.csv: what a store's SKUs are worth, from when on.

A row is of a SKU (`platform_sku`), or of a variant or product by its id: `variant_id`, or `id:` and
the id under `platform_sku`. With both it is what the variant is worth under that SKU. Where there
is a column `variant_id`, all that stands under `platform_sku` is a SKU; without one it may be an
id, as in files of before the two were told apart. A bundle (`TEA-1*2+MUG-1*1`) that leaves its
volumes empty is worth what it holds. Of one whose parts an order names, `own` says that its value
counts alone, `parts` that each line's does; both may stand before what it holds (`own: TEA-1*2`). A
row that says `retired` ends the SKU.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from commissions.application.company_files.csv_rows import CsvRow, rows_in
from commissions.application.company_files.problems import Problem
from commissions.domain.catalogue.sku_keys import ID, SKU, id_key, sku_key
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.catalogue.sku_values import OWN, PARTS, UNITS, Component, SkuValue
from commissions.domain.money import NotAnAmount, number

FILE = "skus.csv"
REQUIRED = (
    "store_id platform_sku sku_id name category commission_class pv bv cv qv effective_from bundle"
)
VARIANT_ID = "variant_id"
OPTIONAL = f"retired {VARIANT_ID}"
NONE = "0"


@dataclass(frozen=True, slots=True)
class SkuEntry:
    """A version of a store's SKU as a row tells of it."""

    row: CsvRow
    store_id: str
    listing: SkuVersion
    sums_up: bool
    """A bundle whose volumes are yet to be summed up from what it holds."""

    @property
    def sku(self) -> str:
        return self.listing.value.platform_sku


def read(folder: Path, problems: list[Problem]) -> tuple[SkuEntry, ...]:
    return read_in((folder / FILE).read_bytes(), problems)


def read_in(written: bytes, problems: list[Problem]) -> tuple[SkuEntry, ...]:
    """The same of what such a file holds."""
    found = rows_in(FILE, written, problems, required=REQUIRED, optional=OPTIONAL)
    entries = tuple(map(_entry, found))
    seen: dict[tuple[object, ...], CsvRow] = {}
    for entry in entries:
        first = seen.setdefault((entry.store_id, entry.sku, entry.listing.since), entry.row)
        if first is not entry.row and entry.sku:
            entry.row.refuse("effective_from", f"{entry.sku} has this moment in line {first.line}")
    return entries


def _entry(row: CsvRow) -> SkuEntry:
    key = _key(row)
    said, holds = _bundle(row)
    components = _components(row, holds)
    retired = row.choice("retired", "", "yes") == "yes"
    unstated = not any(row.text(unit) for unit in UNITS)
    sums_up = bool(components) and unstated and not retired
    is_worth_nothing = unstated and (sums_up or retired or said == PARTS)
    volumes: dict[str, Any] = {
        unit: NONE if is_worth_nothing else row.volume(unit) for unit in UNITS
    }
    value = SkuValue(
        platform_sku=key.text,
        only_sku=key.only_sku,
        of_sku=key.of_sku,
        sku_id=row.id("sku_id"),
        effective_from=row.moment("effective_from"),
        commission_class=row.word("commission_class"),
        components=components,
        bundle=said,
        **volumes,
    )
    listing = SkuVersion(
        value=value, name=row.name("name"), category=row.name("category"), retired=retired
    )
    return SkuEntry(row, row.id("store_id"), listing, sums_up)


@dataclass(frozen=True, slots=True)
class _Key:
    """What a row is of: a SKU, surely or as far as its file can say, or an id."""

    text: str
    only_sku: bool = False
    of_sku: str = ""


def _key(row: CsvRow) -> _Key:
    told_apart, variant_id = VARIANT_ID in row.cells, row.name(VARIANT_ID, required=False)
    sku = row.name("platform_sku", required=not variant_id)
    if sku.startswith(ID):
        return _id_key(row, sku.removeprefix(ID).strip(), variant_id)
    text = sku.removeprefix(SKU)
    if variant_id:
        return _Key(id_key(variant_id), of_sku=text)
    return _Key(sku_key(text) if text != sku else sku, only_sku=told_apart or text != sku)


def _id_key(row: CsvRow, text: str, variant_id: str) -> _Key:
    if not text:
        row.refuse("platform_sku", f"{ID!r} has no id behind it, such as {ID}44100000007")
    if variant_id:
        row.refuse("platform_sku", f"is an id, and so is {VARIANT_ID}: state the SKU, or nothing")
    return _Key(id_key(text))


def _bundle(row: CsvRow) -> tuple[str, str]:
    """What counts of a bundle, where that is said, and what it holds."""
    said, _, holds = row.text("bundle").partition(":")
    word = said.strip().lower()
    if word in (OWN, PARTS):
        return word, holds
    if word.isidentifier() and "*" not in row.text("bundle"):
        row.refuse("bundle", f"{word[:40]!r} is neither {OWN} nor {PARTS}, nor what it holds")
        return "", ""
    return "", row.text("bundle")


def _components(row: CsvRow, holds: str) -> tuple[Component, ...]:
    parts = [part.strip() for part in holds.split("+") if part.strip()]
    return tuple(component for part in parts if (component := _component(row, part)))


def _component(row: CsvRow, part: str) -> Component | None:
    sku, _, written = part.rpartition("*")
    try:
        qty = number(written.strip())
    except NotAnAmount:
        qty = Decimal(0)
    if not sku.strip() or qty <= 0:
        row.refuse("bundle", f"{part[:40]!r} is not a SKU and how many of it, such as TEA-1*2")
        return None
    text = sku.strip().removeprefix(SKU)
    return Component(sku_key(text) if text != sku.strip() else text, qty)
