"""What the shop's schema says, and all that is asked of it: for a check of one against the other.

The answer leaves the descriptions out, which are most of it: it has some three megabytes, of the
eight that any answer may have.
"""

from collections.abc import Iterator
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


def read(graph: GraphApi) -> ApiSchema:
    """Any token may ask for it, whatever its scopes. Raises StoreError."""
    found = graph.execute(SCHEMA)
    schema = object_of(found.data, "__schema")
    seen = graph.versions.seen()
    return ApiSchema(seen.asked, seen.answered, {"__schema": schema}, tuple(operations()))


def operations() -> Iterator[AskedOperation]:
    """Every operation of this client, with variables such as it is sent."""
    page = {"first": 1, "lines": 1}
    yield _asked(queries.NOW)
    yield _asked(queries.ORDER, id=gid("Order", "1"), lines=1)
    yield _asked(queries.ORDERS, query="id:>1", **page)
    yield _asked(queries.ORDERS_COUNT, query="id:>1")
    yield _asked(queries.REFUNDS, ids=[gid("Refund", "1")])
    yield _asked(queries.DISPUTES, ids=[f"{DISPUTE}1"])
    yield _asked(queries.PRODUCT, id=gid("Product", "1"), variants=1)
    yield _asked(queries.PRODUCTS, query="id:>1", first=1, variants=1)
    for owner in queries.OWNERS:
        for connection in queries.connections(owner):
            more = queries.rest_of(owner, connection)
            yield _asked(more, id=gid(owner, "1"), after="a")
    yield _asked(queries.SUBSCRIPTIONS, first=1, after=None)
    for topic in webhooks.TOPICS:
        yield _asked(queries.SUBSCRIBE, **webhooks.subscription_of(topic, _ADDRESS))
    yield _asked(queries.UNSUBSCRIBE, id=gid("WebhookSubscription", "1"))
    yield _asked(queries.PUBLISH, values=list(products.metafields(_EXAMPLE)))


def _asked(operation: Operation, **variables: Any) -> AskedOperation:
    return AskedOperation(operation.name, operation.text, variables)
