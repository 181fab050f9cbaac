"""What skus.csv lacks, as its rows: what each is worth is for a person to say."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC

from commissions.application.company_files.skus import REQUIRED, VARIANT_ID
from commissions.application.queries.sku_values import needed_from
from commissions.application.queries.unmapped_skus import UnmappedSku
from commissions.domain.catalogue.sku_keys import ID

_NO_TEXT = re.compile(r"[\x00-\x1f\x7f]+")
_NO_ID = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)


def rows(found: Iterable[UnmappedSku]) -> str:
    """Class and worth are left empty: loading is refused as long as they are. Ids stand in a column
    of their own only where a row names a SKU beside one."""
    every, text = [*found], io.StringIO()
    columns = [*REQUIRED.split(), *([VARIANT_ID] if any(each.two_values for each in every) else [])]
    table = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    table.writeheader()
    for each in every:
        table.writerow(
            {
                "store_id": each.store_id,
                **_key(each),
                "sku_id": _NO_ID.sub("-", each.platform_sku.lower()).strip("-._")[:64],
                "name": _cell(each.name or each.platform_sku),
                "effective_from": f"{needed_from(each).astimezone(UTC):%Y-%m-%d}",
            }
        )
    return text.getvalue()


def _key(each: UnmappedSku) -> dict[str, str]:
    if each.two_values:
        return {"platform_sku": each.of_sku, VARIANT_ID: each.variant_id}
    return {"platform_sku": each.platform_sku if each.of_sku else f"{ID}{each.platform_sku}"}


def _cell(name: str) -> str:
    """A name on one line, that no spreadsheet takes for a formula."""
    text = _NO_TEXT.sub(" ", name).strip()[:250]
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
