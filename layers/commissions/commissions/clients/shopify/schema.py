"""What the shop's schema says, and all that is asked of it: for a check of one against the other.

The answer leaves the descriptions out, which are most of it: it has some three megabytes, of the
eight that any answer may have.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from commissions.clients import PublishedValue
from commissions.clients.abilities import ApiSchema, AskedOperation
from commissions.clients.shopify import products, queries, webhooks
from commissions.clients.shopify.dispute_shape import DISPUTE
from commissions.clients.shopify.graphql import GraphApi, Operation, gid, object_of

WRAPPINGS = 7
"""Of a type: `[Order!]!` has three."""


def _type(wrappings: int) -> str:
    return f"kind name ofType {{ {_type(wrappings - 1)} }}" if wrappings else "kind name"


SCHEMA = Operation(
    "Schema",
    f"""query Schema {{
        __schema {{
            queryType {{ name }}
            mutationType {{ name }}
            subscriptionType {{ name }}
            directives {{ name locations args(includeDeprecated: true) {{ ...Input }} }}
            types {{
                kind name
                fields(includeDeprecated: true) {{
                    name isDeprecated deprecationReason
                    args(includeDeprecated: true) {{ ...Input }}
                    type {{ ...Type }}
                }}
                inputFields(includeDeprecated: true) {{ ...Input }}
                interfaces {{ ...Type }}
                possibleTypes {{ ...Type }}
                enumValues(includeDeprecated: true) {{ name isDeprecated deprecationReason }}
            }}
        }}
    }}
    fragment Input on __InputValue {{
        name type {{ ...Type }} defaultValue isDeprecated deprecationReason
    }}
    fragment Type on __Type {{ {_type(WRAPPINGS)} }}""",
)
_ADDRESS = "https://example.com/webhooks/shopify/store"
_EXAMPLE = PublishedValue("1", "2", "SKU", "10.00", "80%")
_SENT: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "OneOrder": [{"id": gid("Order", "1"), "lines": 1}],
    "SomeOrders": [{"query": "id:>1", "first": 1, "lines": 1}],
    "CountOrders": [{"query": "id:>1"}],
    "SomeRefunds": [{"ids": [gid("Refund", "1")]}],
    "SomeDisputes": [{"ids": [f"{DISPUTE}1"]}],
    "OneProduct": [{"id": gid("Product", "1"), "variants": 1}],
    "SomeProducts": [{"query": "id:>1", "first": 1, "variants": 1}],
    "Subscriptions": [{"first": 1, "after": None}],
    "Subscribe": [webhooks.subscription_of(topic, _ADDRESS) for topic in webhooks.TOPICS],
    "Unsubscribe": [{"id": gid("WebhookSubscription", "1")}],
    "Publish": [{"values": list(products.metafields(_EXAMPLE))}],
}
"""By operation, variables such as it is sent: all topics, all fields of what is written."""


def read(graph: GraphApi) -> ApiSchema:
    """Any token may ask for it, whatever its scopes. Raises StoreError."""
    found = graph.execute(SCHEMA)
    schema = object_of(found.data, "__schema")
    seen = graph.versions.seen()
    return ApiSchema(seen.asked, seen.answered, {"__schema": schema}, tuple(operations()))


def operations() -> Iterator[AskedOperation]:
    """Every operation of this client, as it is sent."""
    for operation in vars(queries).values():
        if isinstance(operation, Operation):
            for variables in _SENT.get(operation.name, [{}]):
                yield AskedOperation(operation.name, operation.text, variables)
    for owner in queries.OWNERS:
        for connection in queries.connections(owner):
            more = queries.rest_of(owner, connection)
            yield AskedOperation(more.name, more.text, {"id": gid(owner, "1"), "after": "a"})
