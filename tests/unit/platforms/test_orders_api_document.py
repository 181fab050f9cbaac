"""The order API's document and samples: what they say is what is read."""

import pytest

from commissions import events
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import orders_api
from commissions.platforms.orders_api.schema import OrderIn
from tests.unit.platforms.orders_builders import KEY, STORE
from tests.unit.platforms.payloads import ROOT, SAMPLES, samples


@pytest.mark.parametrize("name", samples("orders"))
def test_a_sample_is_read_and_reconciles(name: str) -> None:
    reading = orders_api.parse_order((SAMPLES / "orders" / f"{name}.json").read_bytes(), STORE, KEY)

    order, *others = reading.records
    assert isinstance(order, OrderPlaced)
    assert difference(order) == 0
    assert bool(others) == (name != "order")
    assert (reading.topic, reading.occurred_at) == ("orders", order.updated_at)
    assert all(events.decode(type(each), events.encode(each)) == each for each in reading.records)


DOCUMENT = (ROOT / "docs" / "orders-api.md").read_text()


def test_the_documents_example_is_an_order() -> None:
    example = DOCUMENT.split("```json\n")[1].split("```")[0]

    order, refund = orders_api.parse_order(example.encode(), STORE, KEY).records

    assert isinstance(order, OrderPlaced)
    assert difference(order) == 0
    assert isinstance(refund, OrderRefunded)


def test_the_document_names_every_field_and_no_other() -> None:
    schema = OrderIn.model_json_schema()
    refund, item = schema["$defs"]["RefundIn"], schema["$defs"]["ItemIn"]
    continued = schema["$defs"]["ContinuesIn"]
    fields = {
        *schema["properties"],
        *(f"items[].{name}" for name in item["properties"]),
        *(f"refunds[].{name}" for name in refund["properties"]),
        *(f"continues.{name}" for name in continued["properties"]),
    }

    rows = [line for line in DOCUMENT.splitlines() if line.startswith("| `")]
    named = {word.strip("` ") for row in rows for word in row.split("|")[1].split(",")}

    assert named - {"X-Api-Key", "Idempotency-Key", "Content-Type"} == fields
    required = {row.split("`")[1] for row in rows if "| required |" in row}
    assert required == {
        *schema["required"],
        *(f"items[].{name}" for name in item["required"]),
        *(f"refunds[].{name}" for name in refund["required"]),
        *(f"continues.{name}" for name in continued["required"]),
    }
