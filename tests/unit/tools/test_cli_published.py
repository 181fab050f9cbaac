"""Every payload that the platforms publish goes through `commissions translate`."""

import json
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.unit.platforms.payloads import PUBLISHED
from tools.cli.main import app

FOLDERS = ("shopify", "woocommerce", "magento", "bigcommerce")
FILES = sorted(
    path for folder in FOLDERS for path in (PUBLISHED / folder).glob("*") if path.is_file()
)
RECORDS, IGNORED, UNREADABLE = "records", "ignored", "unreadable"
INVOICE = "com.adobe.commerce.observer.sales_order_invoice_save_after"
PRODUCT = "com.adobe.commerce.observer.catalog_product_save_after"
OF_247 = "products=bigcommerce/order-product-read--docs-v2-line-116.json"
OF_727 = "refunds=woocommerce/refund-list--docs-v3.json"

# What a file is, by its name: the topic, what it gives, and more words of the command. The first
# that fits counts. What no store sends and no client asks for says why it cannot be read.
SHOPIFY = [
    ("orders-list--*", "orders/updated", RECORDS),
    ("products-list--*", "products/update", RECORDS),
    ("variants-list--*", "products/update", UNREADABLE),
    ("customers-data_request--*", "customers/data_request", IGNORED),
    ("products-create--official-webhook-sample*", "products/create", IGNORED),
    ("*--official-webhook-sample-2026-04*", "", IGNORED),
    ("customers-*", "", IGNORED),
    ("*", "", RECORDS),
]
WOOCOMMERCE = [
    ("order-list--*", "order.updated", RECORDS),
    ("order-created--*", "order", RECORDS, "--with", OF_727),
    ("order-*", "order.updated", RECORDS),
    ("product-variation-read--*", "product", RECORDS),
    ("product-*", "product.updated", RECORDS),
    ("refund-*", "order.updated", UNREADABLE),
    ("webhook-read--*", "order.updated", UNREADABLE),
    ("coupon-*", "coupon.updated", IGNORED),
    ("customer-*", "customer.updated", IGNORED),
    ("error--*", "order.updated", IGNORED),
    ("ping--*", "order.updated", IGNORED),
]
MAGENTO = [
    ("creditmemo-*", "sales.creditmemo.created", RECORDS),
    ("event-invoice-*", INVOICE, RECORDS, "--channel", "adobe"),
    ("*product*", PRODUCT, RECORDS, "--channel", "adobe"),
]
BIGCOMMERCE = [
    ("webhook-customer-*", "", IGNORED),
    ("webhook-*", "", RECORDS),
    ("order-read--*", "order", RECORDS, "--with", OF_247),
    ("order-list--*", "order", RECORDS),
    ("product-read--*", "product", RECORDS),
    ("*", "order", UNREADABLE),
]
KNOWN: dict[str, list[Any]] = {
    "shopify": SHOPIFY,
    "woocommerce": WOOCOMMERCE,
    "magento": MAGENTO,
    "bigcommerce": BIGCOMMERCE,
}


@pytest.mark.skipif(not FILES, reason="no published payloads beside the repo")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_published_payload_is_translated_or_says_why_not(path: Path) -> None:
    topic, gives, *more = _known(path)

    told = _translated(path, topic, [word.replace("=", f"={PUBLISHED}/", 1) for word in more])

    assert [name for name in (RECORDS, IGNORED, UNREADABLE) if told[name]] == [gives]
    for record in told[RECORDS]:
        reconciles = record.get("difference", 0) == 0
        assert reconciles or record["flags"], record["key"]


def _known(path: Path) -> list[str]:
    words = next(known for known in KNOWN[path.parent.name] if fnmatch(path.name, known[0]))
    topic = words[1] or path.name.partition("--")[0].replace("-", "/", 1)
    return [topic, *words[2:]]


def _translated(path: Path, topic: str, more: list[str]) -> dict[str, Any]:
    words = ["translate", str(path), "--platform", path.parent.name, "--json", *more]
    result = CliRunner().invoke(app, [*words, "--topic", topic] if topic else words)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    told: dict[str, Any] = json.loads(result.stdout)
    return told
