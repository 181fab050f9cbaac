"""`commissions customers` as people type it: handed over, made from before, and shown."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.actions import customers_giving
from commissions.application.care.customers_given import history_of
from commissions.application.pipeline.say_to_customers import told_to_later_orders
from commissions.application.pipeline.settle import settle
from commissions.domain.orders.order import OrderPlaced
from commissions.tables import actions, attribution_history, history_entries, ledger
from tests.integration.tools.test_cli_attribute_customer import (
    approve,
    sell,
    sellers,
    stands,
    three,
)
from tests.support.command import commissions, told
from tests.support.orders import a_lock_for
from tests.support.pipeline_driver import Published, run
from tests.support.samples import webhook_sample

pytestmark = pytest.mark.usefixtures("reachable")
MOVE = ("customers", "move", "--from", "cara", "--to", "zoe", "--since", "2026-11-08")
WHY = ("--why", "cara left us")


def test_customers_are_handed_over_from_a_day_on_by_two(published: Published) -> None:
    keys = three(published, "CARA-7")

    seen = " ".join(commissions(*MOVE, *WHY).stdout.split())
    assert "1 customer would be given: 1 to zoe" in seen
    assert f"{keys[2]}: cara -> zoe" in seen
    assert "Nothing was written" in seen
    answer = told("--as", "mara", *MOVE, *WHY, "--apply")
    assert sellers(keys) == ["cara", "cara", "cara"]
    approve(answer, published)
    later = sell(12)
    run(published)

    assert sellers([*keys, later]) == ["cara", "cara", "zoe", "zoe"]
    [order] = answer["orders"]
    after = {each["earner"]: each["after"] for each in order["changes"] if each["after"]}
    assert after == stands(keys[2])
    _done_again_changes_nothing(answer["action"], published, keys)


def _done_again_changes_nothing(action: str, published: Published, keys: list[str]) -> None:
    """As after a crash; and nobody is left to hand over."""
    before = [len(ledger.read(key).journals) for key in keys]
    assert customers_giving.CUSTOMERS_MOVE.carry_out(actions.get(action)) == "1 given"
    run(published)
    assert [len(ledger.read(key).journals) for key in keys] == before
    assert told(*MOVE, *WHY)["customers"] == []
    shown = told("customers", "show", "--order", keys[0])
    assert (shown["customer_of"], shown["orders"], len(shown["said"])) == ("zoe", 4, 2)
    _erased_it_is_not_built_again(keys[0])


def _erased_it_is_not_built_again(key: str) -> None:
    """By the order with which it was decided, though it holds from a later day on."""
    history = history_of(key)
    attribution_history.erase(history, datetime(2026, 11, 5, tzinfo=UTC))

    assert list(told_to_later_orders(ledger.read(key).facts, attribution_history)) == []
    assert history_entries.look(history).said == ()


def test_what_was_shown_is_refused_when_the_customer_ordered_meanwhile(
    published: Published,
) -> None:
    three(published, "CARA-7")
    answer = told("--as", "mara", *MOVE, *WHY, "--apply")
    sell(11)
    run(published)

    words = ("actions", "approve", answer["action"], "--seen", answer["seen"], "--apply")
    result = commissions("--as", "ines", *words)
    assert (result.exit_code, "would do something else now" in " ".join(result.stderr.split())) == (
        1,
        True,
    )


def test_customers_of_before_are_given_for_later_orders_only(published: Published) -> None:
    keys = three(published)
    _sold_before(keys[0])
    asked = ("customers", "import", "--since", "2026-10-01", "--why", "as it was before")

    answer = told("--as", "mara", *asked, "--apply")
    assert [each["to"] for each in answer["customers"]] == ["cara"]
    assert [each["order_key"] for each in answer["orders"]] == keys
    approve(answer, published)

    assert sellers(keys) == ["cara", "cara", "cara"]
    assert told(*asked)["customers"] == []
    _shown_without_who_they_are()


def _sold_before(key: str) -> None:
    """An order of October of the same customer, locked when people were of the lock."""
    facts = ledger.read(key).facts
    [like] = [each.content for each in facts if isinstance(each.content, OrderPlaced)]
    at = datetime(2026, 10, 5, tzinfo=UTC)
    old = replace(like, platform_order_id="900", order_ts=at, updated_at=at)
    values: Any = ledger.read(key).facts
    [lock] = [each.content for each in values if each.kind == "lock"]
    before = replace(
        a_lock_for(old, "cara < bob < ann", carrier="discount_code"),
        plan=lock.plan,
        rate=lock.rate,
        values=lock.values,
    )
    settle(old.order_key, [old, before], inbox="before", now=datetime.now(UTC))


def _shown_without_who_they_are() -> None:
    assert b"7700000000001" in webhook_sample("shopify/orders_paid")
    result = commissions("customers", "show", "tea", "7700000000001")
    seen = " ".join(result.stdout.split())

    assert "Customer of cara since order 900 of 2026-10-05" in seen
    assert "order 900 of 2026-10-05: decided cara (override o-" in seen
    assert "7700000000001" not in seen
