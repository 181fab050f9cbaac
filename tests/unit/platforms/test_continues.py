"""Orders that go on with another one, as each platform tells them."""

from dataclasses import replace
from typing import Any

import pytest

from commissions import events
from commissions.clients.shopify.webhook_shape import webhook_order
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.stores.order_marks import OrderMarks
from commissions.platforms import shopify
from commissions.platforms.marks import original_named
from tests.support.deposits import a_balance_line
from tests.unit.clients.shopify_nodes import answer_of
from tests.unit.platforms import (
    bigcommerce_builders,
    magento_builders,
    orders_builders,
    shopify_builders,
    woocommerce_builders,
)
from tests.unit.platforms.woocommerce_builders import fetched

BUYER = {"id": 6101}
PLAN = 690001
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1.5, "", " ", "x" * 300, "\u00e9\x00", [], [[1]], {}, {"a": {}},
    "nora@example.org",
)  # fmt: skip
APPS = OrderMarks(
    exchange_prefix="EXC-",
    split_names="#{order}-{number}",
    recreated_names="#{order}{letter}",
    contract_attributes=("shopify_order_subscription_id", "sub_id"),
)


def of_shopify(marks: OrderMarks = OrderMarks(), **more: Any) -> OrderPlaced:  # noqa: B008
    """The snapshot, having checked that the API gives the very same of one state."""
    store = replace(shopify_builders.STORE, marks=marks)
    payload = shopify_builders.an_order(**more)
    sent = shopify_builders.placed(payload, store)
    asked = shopify.parse_order(webhook_order(*answer_of(payload)), store, shopify_builders.KEY)
    assert asked.records[0] == sent
    return sent


def a_planned_line(plan: Any = PLAN, line_id: int = 11) -> dict[str, Any]:
    return shopify_builders.a_line(line_id, selling_plan_id=plan)


def subscribed(**more: Any) -> OrderPlaced:
    return of_shopify(
        **{"line_items": [a_planned_line()], "customer": BUYER, "name": "#1005"} | more
    )


def test_an_order_has_its_number_where_others_may_name_it_by_that_and_is_the_same_content() -> None:
    named, plain = of_shopify(APPS, name="#1001"), of_shopify(name="#1001")

    assert (named.number, plain.number) == ("1001", "")
    assert named.digest == plain.digest
    assert events.decode(OrderPlaced, events.encode(named)).number == "1001"
    assert "number" not in events.encode(plain)


@pytest.mark.parametrize(
    "said",
    [
        {"source_name": "subscription_contract"},
        {"source_name": "subscription_contract_checkout_one"},
        {"tags": "Loyal, Subscription Recurring Order"},
        {"tags": "subscription recurring order"},
    ],
)
def test_the_order_of_a_contract_renews_it(said: dict[str, str]) -> None:
    renewal = subscribed(**said)

    assert renewal.continues == Continues("", "renewal")
    assert renewal.is_machine_made


def test_a_subscriptions_first_order_renews_nothing_and_has_the_same_contract() -> None:
    first = subscribed(source_name="web", tags="Subscription, Subscription First Order")
    renewal = subscribed(source_name="subscription_contract")

    assert (first.continues, first.is_machine_made) == (None, False)
    assert first.contract == renewal.contract == f"plan:{PLAN}:{first.customer}"


def test_without_a_selling_plan_neither_tag_nor_source_makes_a_renewal() -> None:
    order = of_shopify(
        source_name="subscription_contract", tags="Subscription Recurring Order", customer=BUYER
    )

    assert (order.continues, order.contract) == (None, "")


def test_a_shop_names_the_tags_of_its_renewals() -> None:
    marks = OrderMarks(renewal_tags=("Autoship",))
    lines = [a_planned_line()]

    assert of_shopify(marks, line_items=lines, tags="Autoship").continues
    assert not of_shopify(marks, line_items=lines, tags="Subscription Recurring Order").continues


def test_an_app_names_the_contract_and_else_it_is_the_customers_plan() -> None:
    attribute = {"name": "shopify_order_subscription_id", "value": "77001"}

    assert subscribed(note_attributes=[attribute]).contract == "77001"
    assert of_shopify(note_attributes=[attribute]).contract == "77001"
    no_id = attribute | {"value": "nora@example.org"}
    assert subscribed(note_attributes=[no_id]).contract.startswith("plan:")
    assert subscribed(customer=None).contract == ""


def test_of_several_plans_the_lowest_is_the_contract_whatever_order_the_lines_have() -> None:
    lines = [a_planned_line(1000, 11), a_planned_line(900, 12)]

    assert (
        subscribed(line_items=lines).contract
        == subscribed(line_items=lines[::-1]).contract
        == f"plan:900:{subscribed().customer}"
    )


@pytest.mark.parametrize(
    ("name", "tags", "number"),
    [
        ("EXC-1001", "#1001", "1001"),
        ("EXC-1001", "1001, Loop", "1001"),
        ("EXC-1001", "#1001, #1000", "1001"),
        ("EXC-#1001", "#1001", "1001"),
        ("EXC-2044", "#1001, Loop", "1001"),
        ("EXC-2044", "#1001, #1000", ""),
        ("EXC-2044", "VIP, 2020", ""),
    ],
)
def test_an_exchange_of_an_app_is_tagged_with_the_original(
    name: str, tags: str, number: str
) -> None:
    order = of_shopify(APPS, name=name, tags=tags)

    assert order.continues == Continues("", "exchange", number)


@pytest.mark.parametrize(
    ("name", "continued"),
    [
        ("#1001-2", Continues("", "part", "1001")),
        ("#1001A", Continues("", "recreated", "1001")),
        ("#1001", None),
        ("#1001-A", None),
        ("#1001AB", None),
        ("1001-2", None),
        ("#x-2", None),
    ],
)
def test_split_and_recreated_orders_are_known_by_the_shops_own_patterns(
    name: str, continued: Continues | None
) -> None:
    assert of_shopify(APPS, name=name).continues == continued
    assert of_shopify(name=name).continues is None


@pytest.mark.parametrize(
    ("pattern", "name", "number"),
    [
        ("TEA-{order}-{number}", "TEA-1001-2", "TEA-1001"),
        ("TEA-{order}-{number}", "TEA-1001", ""),
        ("{order}/{number}.split", "1001/2xsplit", ""),
        ("{order}.{letter}", "1001.b", "1001"),
        ("", "#1001-2", ""),
        ("#{order}-{number}", "#" + "1" * 500 + "-2", ""),
        ("#{order}-{number}", "#1001-2\n", ""),
    ],
)
def test_a_pattern_is_taken_by_the_letter(pattern: str, name: str, number: str) -> None:
    assert original_named(name, pattern) == number


@pytest.mark.parametrize("odd", ODD)
def test_odd_marks_in_a_shopify_order_are_none(odd: Any) -> None:
    """Which is no word for `order.get("note_attributes")`, which never was read odd."""
    store = replace(shopify_builders.STORE, marks=APPS)
    for field in ("name", "tags", "source_name"):
        payload = shopify_builders.an_order(**{field: odd, "customer": BUYER})
        assert shopify_builders.placed(payload, store).continues is None
    line = shopify_builders.a_line(selling_plan_id=odd)
    payload = shopify_builders.an_order(line, customer=BUYER, source_name="subscription_contract")
    assert not shopify_builders.placed(payload, store).is_machine_made
    attribute = {"name": "sub_id", "value": odd}
    assert (
        "@"
        not in shopify_builders.placed(
            shopify_builders.an_order(note_attributes=[attribute]), store
        ).contract
    )


def metas(**said: Any) -> list[dict[str, Any]]:
    return [{"id": 1, "key": key, "value": value} for key, value in said.items()]


def of_woocommerce(beside: dict[str, Any] | None = None, **said: Any) -> OrderPlaced:
    """As our client reads it."""
    payload = woocommerce_builders.an_order(meta_data=metas(**said)) | (beside or {})
    order, *_ = fetched(payload)
    assert isinstance(order, OrderPlaced)
    return order


def test_a_subscriptions_renewal_names_it_and_the_order_that_it_began_with() -> None:
    renewal = of_woocommerce({"subscription_began_with": 7001}, _subscription_renewal="9801")

    assert renewal.continues == Continues("woocommerce/tea/7001", "renewal")
    assert renewal.contract == "9801"


@pytest.mark.parametrize("began_with", [*ODD, woocommerce_builders.ORDER_ID])
def test_a_renewal_of_which_the_shop_does_not_say_more_is_one_all_the_same(began_with: Any) -> None:
    renewal = of_woocommerce({"subscription_began_with": began_with}, _subscription_renewal=9801)

    assert (renewal.continues, renewal.contract) == (Continues("", "renewal"), "9801")


def test_a_renewals_webhook_has_the_shop_asked_for_what_it_began_with() -> None:
    payload = woocommerce_builders.an_order(meta_data=metas(_subscription_renewal="9801"))

    [hint] = woocommerce_builders.told(payload)

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject_id, hint.reason) == (str(woocommerce_builders.ORDER_ID), "renewal")


@pytest.mark.parametrize("key", ["_subscription_switch", "_subscription_resubscribe"])
def test_a_switch_is_placed_by_the_buyer_under_the_contract(key: str) -> None:
    payload = woocommerce_builders.an_order(meta_data=metas(**{key: 9801}))
    order = woocommerce_builders.placed(payload)

    assert (order.continues, order.contract, order.is_machine_made) == (None, "9801", False)


def test_yith_names_the_subscription_on_its_first_order_too() -> None:
    first = woocommerce_builders.placed(
        woocommerce_builders.an_order(meta_data=metas(subscriptions=[9801]))
    )
    renewal = woocommerce_builders.placed(
        woocommerce_builders.an_order(meta_data=metas(is_a_renew="yes", subscriptions=["9801"]))
    )

    assert (first.continues, renewal.continues) == (None, Continues("", "renewal"))
    assert first.contract == renewal.contract == "9801"


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ({"created_via": "subscription"}, {}),
        ({"created_via": "checkout"}, {"is_a_renew": "yes", "subscriptions": ["9801"]}),
    ],
)
def test_a_renewal_below_the_order_that_it_began_with_goes_on_with_that_one(
    beside: dict[str, Any], said: dict[str, Any]
) -> None:
    below, alone = (of_woocommerce({"parent_id": parent} | beside, **said) for parent in (7001, 0))

    assert below.continues == Continues("woocommerce/tea/7001", "renewal")
    assert alone.continues == Continues("", "renewal")


@pytest.mark.parametrize(
    "created_via",
    ["dokan", "yith_wcmv_vendor_suborder", "mvx_vendor_order", "wcmp_vendor_order"],
)
@pytest.mark.parametrize(
    "said", [{"_subscription_renewal": "9801"}, {"is_a_renew": "yes", "subscriptions": ["9801"]}]
)
def test_what_is_made_for_a_vendor_of_a_renewal_is_a_copy_of_it_though_it_says_what_that_says(
    created_via: str, said: dict[str, Any]
) -> None:
    copy = of_woocommerce({"parent_id": 7002, "created_via": created_via}, **said)

    assert copy.continues == Continues("woocommerce/tea/7002", "copy", by_lines=True)


@pytest.mark.parametrize("created_via", ["dokan", "checkout", ""])
def test_what_is_made_for_a_vendor_of_a_balance_order_is_a_copy_of_that(created_via: str) -> None:
    line = a_balance_line("70.00", of=7001)
    copy = woocommerce_builders.placed(
        woocommerce_builders.an_order(line, id=7003, parent_id=7002, created_via=created_via)
    )

    assert copy.continues == Continues("woocommerce/tea/7002", "copy", by_lines=True)


def test_a_balance_order_itself_pays_on_for_its_deposit_whatever_is_above_it() -> None:
    line = a_balance_line("70.00", of=7001)
    for parent, created_via in ((7001, "wc_deposits"), (0, "checkout"), (7001, "")):
        balance = woocommerce_builders.placed(
            woocommerce_builders.an_order(line, id=7002, parent_id=parent, created_via=created_via)
        )
        assert balance.continues == Continues("woocommerce/tea/7001", "instalment")


@pytest.mark.parametrize("created_via", ["dokan", "yith_wcmv_vendor_suborder", "", "checkout"])
def test_an_order_below_another_one_may_be_a_copy_whatever_plug_in_made_it(
    created_via: str,
) -> None:
    order = of_woocommerce({"parent_id": 7001, "created_via": created_via})

    assert order.continues == Continues("woocommerce/tea/7001", "copy", by_lines=True)
    assert order.is_machine_made
    assert events.decode(OrderPlaced, events.encode(order)) == order


def test_renewals_and_what_a_buyer_placed_are_no_copies_though_they_have_a_parent() -> None:
    renewal = of_woocommerce({"parent_id": 7001}, _subscription_renewal="9801")
    switched = of_woocommerce({"parent_id": 7001}, _subscription_switch=9801)

    assert renewal.continues == Continues("", "renewal")
    assert switched.continues is None


@pytest.mark.parametrize("odd", [*ODD, 0, "0", woocommerce_builders.ORDER_ID])
def test_an_odd_parent_is_none(odd: Any) -> None:
    assert of_woocommerce({"parent_id": odd}).continues is None


@pytest.mark.parametrize("odd", ODD)
def test_odd_metas_in_a_woocommerce_order_are_none(odd: Any) -> None:
    keys = ("_subscription_renewal", "_subscription_switch", "is_a_renew", "subscriptions")
    for key in keys:
        payload = woocommerce_builders.an_order(meta_data=metas(**{key: odd}))
        order = woocommerce_builders.placed(payload)
        assert order.continues is None
        assert order.contract == ""


def of_magento(**more: Any) -> OrderPlaced:
    """As REST and mage-os alike tell it."""
    return magento_builders.placed(magento_builders.an_order(**more))


def test_an_edited_order_names_the_one_before_and_the_first_of_all() -> None:
    order = of_magento(
        entity_id=43,
        increment_id="000000041-2",
        relation_parent_id="42",
        original_increment_id="000000041",
    )

    assert order.continues == Continues("magento/tea/42", "recreated", "000000041")
    assert of_magento(relation_parent_id=42).continues == Continues("magento/tea/42", "recreated")


def test_an_edit_that_names_no_id_is_known_by_the_first_number() -> None:
    order = of_magento(relation_parent_id=None, original_increment_id="000000041")

    assert order.continues == Continues("", "recreated", "000000041")


@pytest.mark.parametrize("odd", [*ODD, "0"])
def test_odd_relations_in_a_magento_order_are_none(odd: Any) -> None:
    order = of_magento(relation_parent_id=odd)

    assert order.continues is None
    assert "@" not in str(of_magento(original_increment_id=odd).continues)


def of_bigcommerce(source: Any, *sources: str) -> OrderPlaced:
    store = replace(bigcommerce_builders.STORE, marks=OrderMarks(renewal_sources=sources))
    return bigcommerce_builders.placed(
        bigcommerce_builders.an_order(external_source=source), store=store
    )


def test_what_a_renewing_system_places_renews_by_its_customer() -> None:
    assert of_bigcommerce("Recharge", "recharge").continues == Continues("", "renewal")
    assert of_bigcommerce("Recharge").continues is None
    assert of_bigcommerce("POS", "Recharge").continues is None


@pytest.mark.parametrize("odd", ODD)
def test_odd_sources_are_none(odd: Any) -> None:
    assert of_bigcommerce(odd, "Recharge").continues is None


def test_the_order_api_tells_what_an_order_continues_and_its_contract() -> None:
    told = orders_builders.an_order(continues={"order": "W-41", "as": "exchange"}, contract="S-1")
    order = orders_builders.placed(told)

    assert order.continues == Continues("orders/kiosk/W-41", "exchange")
    assert order.contract == "S-1"
    copy = orders_builders.an_order(continues={"order": "W-41", "as": "copy"})
    assert orders_builders.placed(copy).continues == Continues("orders/kiosk/W-41", "copy")
    renewal = orders_builders.an_order(continues={"as": "renewal"})
    assert orders_builders.placed(renewal).continues == Continues("", "renewal")
    assert orders_builders.placed(orders_builders.an_order()).continues is None


@pytest.mark.parametrize(
    ("told", "field", "message"),
    [
        ({"continues": {"as": "exchange"}}, "continues.order", "is required, unless as is renewal"),
        ({"continues": {"order": "W-42", "as": "part"}}, "continues.order", "the order itself"),
        ({"continues": {"order": "W-41"}}, "continues.as", "is required"),
        ({"continues": {"order": "W-41", "as": "twin"}}, "continues.as", "must be"),
        ({"continues": {"as": "copy"}}, "continues.order", "is required, unless as is renewal"),
        ({"continues": {"order": "W-41", "as": "instalment"}}, "continues.as", "must be"),
        ({"continues": {"order": "W 41", "as": "part"}}, "continues.order", "must"),
        ({"continues": "W-41"}, "continues", "must be"),
        ({"contract": "nora@example.org"}, "contract", "must"),
        ({"contract": 7}, "contract", "must be"),
    ],
)
def test_what_cannot_be_continued_is_refused_by_its_field(
    told: dict[str, Any], field: str, message: str
) -> None:
    assert message in orders_builders.refused(orders_builders.an_order(**told))[field]


def test_what_an_order_continues_survives_the_bus_and_is_not_written_where_there_is_nothing() -> (
    None
):
    part, plain = of_shopify(APPS, name="#1001-2"), of_shopify(name="#1001")

    assert events.decode(OrderPlaced, events.encode(part)) == part
    assert not {"continues", "contract", "number"} & set(events.encode(plain).split('"'))
    assert "number" not in events.encode(of_magento(relation_parent_id=42)).split('"')
