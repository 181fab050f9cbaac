"""What we ask of a shop, held against its schema."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from graphql import build_schema, graphql_sync

from commissions.clients.abilities import ApiSchema, AskedOperation
from commissions.clients.shopify import queries
from commissions.clients.shopify.graphql import Operation
from commissions.clients.shopify.schema import SCHEMA, operations
from commissions.clients.shopify.webhooks import TOPICS
from tools import schema_check
from tools.fake_store.shopify.schema import SDL
from tools.schema_check import BREAKS, DEPRECATED, SchemaFinding, UnreadableSchema

ALL = tuple(operations())


def told(sdl: str, asked: Sequence[AskedOperation] = ALL) -> ApiSchema:
    """What a shop with this schema answers to our question about it."""
    result = graphql_sync(build_schema(sdl, assume_valid=True), SCHEMA.text)
    assert result.data
    return ApiSchema("2026-10", "2026-10", result.data, tuple(asked))


def changed(before: str, after: str) -> ApiSchema:
    assert before in SDL
    return told(SDL.replace(before, after))


def the_finding(schema: ApiSchema) -> SchemaFinding:
    [found] = schema_check.check(schema)
    return found


def test_a_shop_that_has_all_we_ask_for_is_fine() -> None:
    assert schema_check.check(told(SDL)) == ()


def test_a_field_that_is_gone_is_named_with_every_query_that_asks_for_it() -> None:
    found = the_finding(changed("  totalOutstandingSet: MoneyBag!\n", ""))

    assert found.kind == BREAKS
    assert "'totalOutstandingSet' on type 'Order'" in found.says
    assert found.operations == ("OneOrder", "SomeOrders")


def test_a_field_that_may_go_is_named_with_the_reason() -> None:
    outdated = 'uri: String! @deprecated(reason: "Use `endpoint`.")'
    found = the_finding(changed("uri: String!", outdated))

    assert found.kind == DEPRECATED
    assert "WebhookSubscription.uri" in found.says
    assert "Use `endpoint`." in found.says
    assert found.operations == ("Subscriptions",)


def test_a_field_of_the_rest_of_a_long_order_is_checked_too() -> None:
    found = the_finding(changed("reason: String\n", ""))

    assert "'reason' on type 'OrderAdjustment'" in found.says
    assert found.operations == ("SomeRefunds", "MoreOfRefundOrderAdjustments")


def test_an_argument_that_is_gone_breaks_the_query() -> None:
    found = the_finding(changed("sortKey: OrderSortKeys", "order: OrderSortKeys"))

    assert (found.kind, found.operations) == (BREAKS, ("SomeOrders",))
    assert "'sortKey'" in found.says


def test_an_argument_that_may_go_is_named() -> None:
    outdated = 'sortKey: OrderSortKeys @deprecated(reason: "ids it is")'
    found = the_finding(changed("sortKey: OrderSortKeys", outdated))

    assert (found.kind, found.operations) == (DEPRECATED, ("SomeOrders",))
    assert "sortKey" in found.says


def test_a_new_argument_that_has_to_be_given_breaks_the_query() -> None:
    found = the_finding(changed("order(id: ID!): Order", "order(id: ID!, by: ID!): Order"))

    assert (found.kind, found.operations) == (BREAKS, ("OneOrder",))


def test_each_topic_that_is_gone_breaks_the_making_of_its_webhook() -> None:
    enums = [topic.upper().replace("/", "_") for topic in TOPICS]
    others = SDL
    for enum in enums:
        others = others.replace(f"  {enum}\n", f"  {enum}_V2\n")
    found = schema_check.check(told(others))

    assert {(each.kind, each.operations) for each in found} == {(BREAKS, ("Subscribe",))}
    assert all(any(f"'{enum}'" in each.says for each in found) for enum in enums)


def test_a_value_that_may_go_is_named_where_a_query_writes_it_out() -> None:
    found = the_finding(
        changed(
            "  ID\n  UPDATED_AT\n}\n\nenum CountP",
            '  ID @deprecated(reason: "x")\n  UPDATED_AT\n}\n\nenum CountP',
        )
    )

    assert found.says == "The enum value ProductSortKeys.ID is deprecated. x"
    assert found.operations == ("SomeProducts",)


def test_a_topic_that_may_go_is_named() -> None:
    outdated = '  ORDERS_EDITED @deprecated(reason: "See ORDERS_UPDATED.")\n'
    found = the_finding(changed("  ORDERS_EDITED\n", outdated))

    assert (found.kind, found.operations) == (DEPRECATED, ("Subscribe",))
    assert "WebhookSubscriptionTopic.ORDERS_EDITED" in found.says


def test_what_is_written_is_checked_field_by_field() -> None:
    gone = schema_check.check(changed("  namespace: String\n", ""))
    wanted = schema_check.check(changed("value: String!\n", "value: String!\n  more: ID!\n"))

    for found, field in ((gone, "'namespace'"), (wanted, "'more'")):
        assert {(each.kind, each.operations) for each in found} == {(BREAKS, ("Publish",))}
        assert all(field in each.says for each in found)


def test_a_written_field_that_may_go_is_named() -> None:
    outdated = '  namespace: String @deprecated(reason: "the app\'s own")\n'
    found = the_finding(changed("  namespace: String\n", outdated))

    assert found == SchemaFinding(
        DEPRECATED,
        "The input field MetafieldsSetInput.namespace is deprecated. the app's own",
        ("Publish",),
    )


def test_a_type_that_is_gone_breaks_what_asks_about_it() -> None:
    renamed = SDL.replace("ShopifyPaymentsDispute", "PaymentsDispute")
    found = the_finding(told(renamed))

    assert (found.kind, found.operations) == (BREAKS, ("SomeDisputes",))
    assert "ShopifyPaymentsDispute" in found.says


def test_a_schema_that_breaks_the_rules_for_schemas_is_read_all_the_same() -> None:
    """As Shopify's own does: a field is deprecated that its interface goes on with."""
    known = "type Shop implements Node {\n  id: ID!"
    schema = changed(known, f'{known} @deprecated(reason: "use another")')

    assert the_finding(schema).operations == ("Now",)


@pytest.mark.parametrize(
    "introspection",
    [{}, {"__schema": {}}, {"__schema": {"types": [{"kind": "OBJECT"}]}}, {"__schema": []}],
)
def test_an_answer_that_is_no_schema_is_refused(introspection: dict[str, object]) -> None:
    with pytest.raises(UnreadableSchema, match="is none"):
        schema_check.check(ApiSchema("2026-10", "", introspection, ALL))


def test_every_operation_is_checked_with_all_that_it_has_to_be_sent() -> None:
    assert schema_check.check(told(SDL, [replace(each, variables={}) for each in ALL])) != ()
    written = {each.name for each in vars(queries).values() if isinstance(each, Operation)}

    assert written < {each.name for each in ALL}


def test_all_that_is_asked_has_a_name_of_its_own_and_is_checked() -> None:
    texts = {each.name: each.text for each in ALL}

    assert all(texts[each.name] == each.text for each in ALL)
    assert {"OneOrder", "SomeRefunds", "Subscribe", "Publish", "MoreOfProductVariants"} <= set(
        texts
    )
