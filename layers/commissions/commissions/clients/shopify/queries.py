"""What is asked of Shopify, in its GraphQL.

A call may cost no more than 1,000 points, and each object that could come costs one: hence the
small pages. What does not fit an order's first page is asked for by `rest_of`.
"""

from collections.abc import Mapping

from commissions.clients.shopify.graphql import Operation

ORDERS_A_PAGE, LINES_OF_EACH = 5, 10
REFUNDS_AT_ONCE = 3
LINES, FREIGHTS, REFUND_LINES, PAYMENTS, ADJUSTMENTS, VARIANTS = 50, 3, 20, 10, 5, 50
PRODUCTS_A_PAGE, VARIANTS_OF_EACH = 20, 20
SUBSCRIPTIONS_A_PAGE = 100

_MONEY = "fragment Money on MoneyBag { shopMoney { amount currencyCode } }"
_PAGE = "pageInfo { hasNextPage endCursor }"
_OFF = """discountAllocations {
                allocatedAmountSet { ...Money }
                discountApplication {
                    index
                    ... on DiscountCodeApplication { code }
                    ... on ManualDiscountApplication { title }
                    ... on AutomaticDiscountApplication { title }
                    ... on ScriptDiscountApplication { title }
                }
            }"""
_NODES: Mapping[str, Mapping[str, str]] = {
    "Order": {
        "lineItems": """
            id sku quantity currentQuantity isGiftCard
            variant { legacyResourceId }
            product { legacyResourceId }
            sellingPlan { sellingPlanId }
            originalUnitPriceSet { ...Money }
            """
        + _OFF
        + """
            taxLines { rate priceSet { ...Money } }""",
        "shippingLines": """
            id isRemoved
            originalPriceSet { ...Money }
            """
        + _OFF
        + """
            taxLines { rate priceSet { ...Money } }""",
    },
    "Refund": {
        "refundLineItems": """
            quantity lineItem { id } subtotalSet { ...Money } totalTaxSet { ...Money }""",
        "refundShippingLines": "subtotalAmountSet { ...Money } taxAmountSet { ...Money }",
        "orderAdjustments": "reason amountSet { ...Money } taxAmountSet { ...Money }",
        "transactions": "kind status amountSet { presentmentMoney { amount currencyCode } }",
    },
    "Product": {"variants": "legacyResourceId sku title"},
}
"""Per type, its connections, each with what is asked of a node."""
_REST_AT_ONCE = 50
OWNERS = tuple(_NODES)


def connections(owner: str) -> tuple[str, ...]:
    return tuple(_NODES[owner])


def _connection(owner: str, name: str, first: str) -> str:
    return f"{name}(first: {first}) {{ nodes {{ {_NODES[owner][name]} }} {_PAGE} }}"


_ORDER = f"""
    fragment WholeOrder on Order {{
        legacyResourceId name createdAt processedAt updatedAt cancelledAt test
        sourceName tags
        currencyCode taxesIncluded dutiesIncluded displayFinancialStatus discountCodes
        subtotalPriceSet {{ ...Money }}
        totalPriceSet {{ ...Money }}
        totalTaxSet {{ ...Money }}
        totalOutstandingSet {{ ...Money }}
        totalReceivedSet {{ ...Money }}
        totalTipReceivedSet {{ ...Money }}
        originalTotalDutiesSet {{ ...Money }}
        originalTotalAdditionalFeesSet {{ ...Money }}
        totalCashRoundingAdjustment {{ paymentSet {{ ...Money }} }}
        customAttributes {{ key value }}
        customer {{ legacyResourceId }}
        customerJourneySummary {{ ready lastVisit {{ landingPage referralCode }} }}
        refunds {{ id }}
        disputes {{ id initiatedAs status }}
        {_connection("Order", "lineItems", "$lines")}
        {_connection("Order", "shippingLines", str(FREIGHTS))}
    }}
    {_MONEY}"""

ORDER = Operation(
    "OneOrder",
    "query OneOrder($id: ID!, $lines: Int!) { order(id: $id) { id ...WholeOrder } }" + _ORDER,
)
ORDERS = Operation(
    "SomeOrders",
    """query SomeOrders($first: Int!, $lines: Int!, $query: String!) {
        orders(first: $first, query: $query, sortKey: ID) { nodes { id ...WholeOrder } }
    }"""
    + _ORDER,
)
ORDERS_COUNT = Operation(
    "CountOrders",
    "query CountOrders($query: String!) { ordersCount(query: $query) { count precision } }",
)
REFUNDS = Operation(
    "SomeRefunds",
    f"""query SomeRefunds($ids: [ID!]!) {{
        nodes(ids: $ids) {{
            id
            ... on Refund {{
                legacyResourceId createdAt
                order {{ updatedAt }}
                duties {{ amountSet {{ ...Money }} }}
                {_connection("Refund", "refundLineItems", str(REFUND_LINES))}
                {_connection("Refund", "refundShippingLines", str(FREIGHTS))}
                {_connection("Refund", "orderAdjustments", str(ADJUSTMENTS))}
                {_connection("Refund", "transactions", str(PAYMENTS))}
            }}
        }}
    }}
    {_MONEY}""",
)
DISPUTES = Operation(
    "SomeDisputes",
    """query SomeDisputes($ids: [ID!]!) {
        nodes(ids: $ids) {
            id
            ... on ShopifyPaymentsDispute {
                status finalizedOn initiatedAt amount { amount currencyCode }
            }
        }
    }""",
)

_PRODUCT = f"""
    id legacyResourceId title updatedAt
    {_connection("Product", "variants", "$variants")}"""
PRODUCT = Operation(
    "OneProduct",
    f"query OneProduct($id: ID!, $variants: Int!) {{ product(id: $id) {{ {_PRODUCT} }} }}",
)
PRODUCTS = Operation(
    "SomeProducts",
    f"""query SomeProducts($first: Int!, $variants: Int!, $query: String) {{
        products(first: $first, query: $query, sortKey: ID) {{ nodes {{ {_PRODUCT} }} }}
    }}""",
)

NOW = Operation("Now", "query Now { shop { id } }")
OWN_NAME = Operation("OwnName", "query OwnName { shop { myshopifyDomain } }")
SUBSCRIPTIONS = Operation(
    "Subscriptions",
    f"""query Subscriptions($first: Int!, $after: String) {{
        webhookSubscriptions(first: $first, after: $after) {{ nodes {{ id topic uri }} {_PAGE} }}
    }}""",
)
SUBSCRIBE = Operation(
    "Subscribe",
    """mutation Subscribe($topic: WebhookSubscriptionTopic!, $to: WebhookSubscriptionInput!) {
        webhookSubscriptionCreate(topic: $topic, webhookSubscription: $to) {
            webhookSubscription { id }
            userErrors { field message }
        }
    }""",
    mutates=True,
)
UNSUBSCRIBE = Operation(
    "Unsubscribe",
    """mutation Unsubscribe($id: ID!) {
        webhookSubscriptionDelete(id: $id) {
            deletedWebhookSubscriptionId
            userErrors { field message }
        }
    }""",
)
PUBLISH = Operation(
    "Publish",
    """mutation Publish($values: [MetafieldsSetInput!]!) {
        metafieldsSet(metafields: $values) {
            metafields { id }
            userErrors { field message code elementIndex }
        }
    }""",
)


def rest_of(owner: str, connection: str) -> Operation:
    """The next nodes of a connection of an order, refund or product, and when that was changed."""
    name = f"MoreOf{owner}{connection[0].upper()}{connection[1:]}"
    nodes = _NODES[owner][connection]
    changed = "order { updatedAt }" if owner == "Refund" else "updatedAt"
    return Operation(
        name,
        f"""query {name}($id: ID!, $after: String!) {{
            node(id: $id) {{
                ... on {owner} {{
                    {changed}
                    {connection}(first: {_REST_AT_ONCE}, after: $after) {{
                        nodes {{ {nodes} }} {_PAGE}
                    }}
                }}
            }}
        }}
        {_MONEY if "...Money" in nodes else ""}""",
    )
