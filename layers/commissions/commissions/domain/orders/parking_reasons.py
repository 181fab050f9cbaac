"""Why something is parked or listed, and what a person can do about each."""

DISPUTE_OPEN, DISPUTE_AMOUNT = "dispute_open", "dispute_amount_unknown"
DISPUTE_CURRENCY, DISPUTE_DIFFERS = "dispute_other_currency", "dispute_differs"
OF_DISPUTES = frozenset({DISPUTE_OPEN, DISPUTE_AMOUNT, DISPUTE_CURRENCY, DISPUTE_DIFFERS})
"""Reasons for which an entry is listed until a dispute has ended, or a person has said how."""
REFUND_MISSING, ORDER_GONE = "refund_missing", "order_gone"
PAYMENTS_UNKNOWN, DUE_THOUGH_DONE = "payments_unknown", "due_though_done"
REFUNDED_WITHOUT_REFUND, RECEIVED_SHORT = "refunded_without_refund", "received_short"
"""Doubts about payments: flags by which platforms name them, and reasons for which they wait."""
REFERRAL_CHANGED, LATE_REFERRAL = "referral_changed", "late_referral"
"""Referrals that a store named after the order was paid, and that move nothing."""
REFERRALS_DIFFER = "referrals_differ"
"""An order names two people: the first by the store's carriers has it."""
MERGED_LINKS_DIFFER = "merged_links_differ"
"""Customers whom the store made one, and who were two people's."""
UNMAPPED_SKU, TWO_VALUES = "unmapped_sku", "two_values"
"""A line has no value in the SKU map, or its id has another one there than its SKU."""
COUNTED_TWICE = "counted_twice"
"""A bundle has a value, its parts have theirs, and nobody says which of them counts."""
WAITS_FOR_VALUE = frozenset({UNMAPPED_SKU, TWO_VALUES, COUNTED_TWICE})
"""For what reasons an order waits until each of its lines has a value."""
NO_REFERRER = "no_referrer"
"""Nothing says whose an order is, in a store that pays for no order of nobody's."""
EXCHANGE_CREDIT = "exchange_credit"
"""An exchange order costs nothing, and nobody says whether what was taken off is what came back."""
RENEWAL_OF_UNKNOWN = "renewal_of_unknown"
"""A subscription's next order of which nothing says what it began with: it is nobody's."""
WAITS_FOR_SOMEBODY = frozenset({"unknown_referrer", NO_REFERRER})
"""For what reasons an order waits until it is known whose it is."""
NO_ORDER = "no_order"
"""A refund or dispute whose order has not been told, or waits itself."""
COPY_UNKNOWN = "copy_unknown"
"""Nobody knows whether an order, or a line of it, is a copy of another one's: it earns nothing."""
COPY_REFUNDS_DIFFER = "copy_refunds_differ"
"""An order and its copies tell of refunds that differ: of each line the greater counts."""
COUPON_OF_MANY = "coupon_of_many"
"""A coupon that many orders have was registered for somebody."""
WITH_ITS_ORDER = "Nothing is to be done for it alone: it goes on with its order."
"""The advice for what waits for an order that waits itself."""
_DECIDE = "`commissions decide ORDER --dispute DISPUTE lost --amount AMOUNT`"

ADVICE = {
    UNMAPPED_SKU: "Add the SKU with its volumes to skus.csv and load it; the order then goes on.",
    TWO_VALUES: (
        "Say in skus.csv which one it is, from the order's day or before, and load it; the order "
        "then goes on. If the id's: a row with its variant_id, and its SKU beside that. If the "
        "SKU's: with a column variant_id, empty or not, all under platform_sku are SKUs and no ids."
    ),
    COUNTED_TWICE: (
        "Say in skus.csv what counts: `own` (the bundle's value alone) or `parts` (each line's) in "
        "the column bundle of the bundle's row, and load it; the order then goes on."
    ),
    "does_not_reconcile": (
        "Compare the order with the store. If the store's figures stand, "
        "release it with --accept; if not, correct it there: the store sends it again."
    ),
    "negative_line": (
        "A line takes money off and does not say of what. Correct the order in the store, or "
        "release it with --accept: then it is a discount of everything."
    ),
    EXCHANGE_CREDIT: (
        "Where the app pays so with what came back, name its discount in exchange_credit of "
        "stores.yaml, load it, and save the order in the store: it is told again and earns by its "
        "goods. If it is a gift, release it with --accept amounts: then it earns nothing."
    ),
    "unknown_referrer": (
        "Add the distributor or the referral code and load it; the order then goes on."
    ),
    NO_REFERRER: (
        "Say whose order it is: put the referral into the store's order and save it, or say it "
        "here with `commissions attribute ORDER --to MEMBER --why TEXT`."
    ),
    "no_rate": "Add the exchange rate of that day to rates.csv and load it.",
    "no_plan": "Publish a plan that is in force at the order's time.",
    NO_ORDER: "It waits for its order; if that does not come, replay the order's webhooks.",
    "instalment": (
        "The order pays a part of units that another order sold: it goes on when that one is known "
        "and paid, and the store is asked for it. If it is not to be had, see to the deposit in "
        "the store, or dismiss this here: then the instalment earns nothing."
    ),
    "unknown_line": (
        "The refund names a line that the order does not have: it waits for the edited order."
    ),
    "amount_only_refund": (
        "Refund by lines in the store, or decide here with `commissions decide ORDER --goodwill "
        "spread|keep`; dismissed, the commissions stay."
    ),
    "return_without_money": (
        "Nothing waits for it. Say what became of the money: `commissions decide ORDER --return "
        "exchanged|as_is --why TEXT`; dismissed, it is as it is. It goes by itself when the money "
        "goes, or the goods are in the order again."
    ),
    "partial_payment": (
        "Nothing waits for it but the order's own commissions: ask the store whether the rest is "
        "still to come. It goes by itself when the order is paid or called off."
    ),
    "more_back_than_came": (
        "All of it is taken back. Compare the refunds and the payments with the store; dismissed, "
        "it is listed again if the figures change."
    ),
    REFERRAL_CHANGED: (
        "An edit gives no sale to another: compare the order with the store. Dismissed, it is "
        "listed again only if the store names somebody else."
    ),
    LATE_REFERRAL: (
        "The store named somebody when the order had long been paid: by the store's policy "
        "late_referral_hours it stays nobody's. If it is somebody's, `commissions attribute ORDER "
        "--to MEMBER --why TEXT`. Dismissed, it is nobody's question any more."
    ),
    REFERRALS_DIFFER: (
        "Nothing waits for it: the sale is one person's, by the order of the store's carriers. If "
        "it is the other's, `commissions attribute ORDER --to MEMBER --why TEXT`. Dismissed, it "
        "is nobody's question any more."
    ),
    RENEWAL_OF_UNKNOWN: (
        "The store names neither the subscription nor the order that it began with, and no "
        "customer: it stays nobody's. If it is somebody's, `commissions attribute ORDER --to "
        "MEMBER --why TEXT`. Dismissed, it is nobody's question any more."
    ),
    MERGED_LINKS_DIFFER: (
        "The store made two customers one who were two people's: whose orders named them first has "
        "them. If that is not right, `commissions attribute ORDER --to MEMBER --why TEXT`. "
        "Dismissed, it stays so for this order."
    ),
    COPY_UNKNOWN: (
        "It earns nothing meanwhile. The store was asked for the other order: where that comes, it "
        "is compared with it and goes on. Else say it: `commissions decide ORDER --copy yes|no "
        "--why TEXT` (no: it earns for itself). Dismissed, it earns nothing."
    ),
    COPY_REFUNDS_DIFFER: (
        "Of each line the greater counts, never the sum. Compare the refunds of both in the store; "
        "dismissed, it is listed again if the figures change."
    ),
    COUPON_OF_MANY: (
        "So many orders have a coupon of the shop's own: then take the referral code back from the "
        "distributor. If it is theirs, `commissions replay --order ORDER` has an order looked at "
        "again; dismissed, they stay as they are."
    ),
    "other_currency": (
        "Money went back in a currency that the order was not in: refund by lines in the store, "
        "or dismiss it here: then the commissions stay."
    ),
    "currency_changed": (
        "The order was paid in another currency than it is in now, and earns nothing until the "
        "store tells it as paid: compare it with the store, and release it; dismissed, it stays so."
    ),
    "payments_unknown": (
        "What came in is needed and not known. Give the store's account access to its payments "
        "(BigCommerce: store_v2_transactions_read_only) and set it with `commissions store access "
        "STORE`; it then goes on. Released with --accept amounts, what was paid first counts, and "
        "what was added since does not."
    ),
    "due_though_done": (
        "The store calls the order done, and money is still due. If it came in, record the payment "
        "in the store: it sends the order again. Released with --accept amounts, it never came."
    ),
    "received_short": (
        "The status says paid, and less came in than it comes to. Correct one of them in the "
        "store: it sends the order again. Released with --accept amounts, what came in counts."
    ),
    "refunded_without_refund": (
        "The status says refunded, and no refund says how much. Record the refund in the store. "
        "Released with --accept amounts, nothing went back until a refund says so."
    ),
    REFUND_MISSING: (
        "The store says that more went back than its refunds do. The order goes on; look for the "
        "refund in the store, or let it be told again. Dismissed, it is nobody's question."
    ),
    ORDER_GONE: (
        "The store has the order no more. If it was deleted rightly, release it with "
        "--accept gone: then it counts as cancelled; if not, restore it there."
    ),
    "store_unavailable": (
        "The store's API does not answer: look at the store. It is asked again by itself."
    ),
    "bad_answer": (
        "The store's API answers what its documentation does not promise: look at the store, "
        "and at its address in stores.yaml. It is asked again by itself."
    ),
    "no_access": (
        "Give access to the store's API with `commissions store access STORE`; it then goes on."
    ),
    "conflict": (
        "The store told the same fact with two contents: compare both with the store. Of a refund, "
        "`commissions decide ORDER --refund REFUND accept` takes the one that waits; dismissed, "
        f"the first one stands. Of a dispute, say what it took: {_DECIDE}."
    ),
    DISPUTE_OPEN: (
        "The commissions stand until it has ended. The entry goes when the store says how; where "
        f"the store tells no amounts, say it here when it is lost: {_DECIDE}, or won."
    ),
    DISPUTE_AMOUNT: (
        f"See in the store what it took, and say it here: {_DECIDE}. Until then nothing is taken "
        "back. With the scope read_shopify_payments_disputes Shopify says it itself."
    ),
    DISPUTE_CURRENCY: (
        f"Say what it took in the order's currency: {_DECIDE}. Until then nothing is taken back."
    ),
    DISPUTE_DIFFERS: (
        "Compare both with the store. What was decided counts; `commissions decide ORDER --dispute "
        "DISPUTE lost|won --withdraw` lets the store's word count instead."
    ),
}


_OF_ORDER = (
    "return_without_money",
    "partial_payment",
    "more_back_than_came",
    REFERRAL_CHANGED,
    LATE_REFERRAL,
    REFERRALS_DIFFER,
    RENEWAL_OF_UNKNOWN,
    MERGED_LINKS_DIFFER,
    COPY_REFUNDS_DIFFER,
)
LISTED = (*_OF_ORDER, DISPUTE_OPEN, COUPON_OF_MANY)
"""Why an order may be listed for somebody while it goes on: it holds nothing up."""
OF_ORDER = (*_OF_ORDER, "amount_only_refund", COPY_UNKNOWN)
"""Why one entry of an order is listed, whichever of its records led to it: for as long as its facts
make it so."""


def addressed(advice: str, order_key: str) -> str:
    """The advice with the order's and its store's own names in its commands, ready to be run.

    `order_key`: `shopify/tea-us/1001`; empty for what is of no order.
    """
    _, _, of_store = order_key.partition("/")
    if not of_store:
        return advice
    store_id, _, _ = of_store.partition("/")
    return advice.replace(" ORDER", f" {order_key}").replace("access STORE", f"access {store_id}")
