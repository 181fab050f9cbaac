"""A store: how it works, what it counts as paid, and who gets its orders."""

import re
from dataclasses import dataclass, field, replace

from commissions.domain.registration import Registration
from commissions.domain.stores.order_marks import OrderMarks

RETAIL_CHANNEL, BUYER_IN_TREE, REPLICATED_SITE = (
    "retail_channel",
    "buyer_in_tree",
    "replicated_site",
)
NEVER, LIFETIME = "never", "lifetime"
"""For how long a customer is remembered, where it is not so many days."""
KEEP, THIS_ORDER, REBIND = "keep", "this_order", "rebind"
"""What another's referral on a remembered customer's order gets."""
WITHOUT_API = ("orders",)
"""Platforms whose stores call us, and cannot be asked."""
MODES = (RETAIL_CHANNEL, BUYER_IN_TREE, REPLICATED_SITE)
STORE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
"""What a store may be called: whatever else a stranger writes in its place is no store's id."""

OMITTED = {"later": True, "omitted": True}
"""As of records: a field that policies did not always have is neither hashed nor written at its
default."""


class UnknownStore(LookupError):
    """No store has this id."""

    def __init__(self, store_id: str) -> None:
        super().__init__(f"there is no store {store_id!r}")
        self.store_id = store_id


@dataclass(frozen=True, slots=True)
class Policies:
    """What decides money in one store; kept as a fact with each order."""

    paid: tuple[str, ...] = ("paid", "partially_refunded", "refunded")
    """The payment statuses that count as paid."""
    cancellation: str = "reverse_all"
    """`reverse_all`, or `refunds_only`: only what was refunded comes back."""
    amount_only_refund: str = "spread"
    """Goodwill, asked once of an order: `spread` over what is kept and paid for, `keep` (the
    commissions stay), or `park`."""
    no_referrer: str = "house"
    """An order nobody referred: `house` (pays nobody), or `park`."""
    partial_payment: str = field(default="wait", metadata=OMITTED)
    """An order that was never paid in full: `wait` (nothing earns), or `share` (in proportion)."""
    return_without_money_days: int = field(default=14, metadata=OMITTED)
    """After how many days somebody sees goods that came back while their money stayed."""
    remember_referrer: str | int = field(default=NEVER, metadata=OMITTED)
    """Whether customers stay with who referred them first: `never`, `lifetime`, or so many days."""
    another_referral: str = field(default=THIS_ORDER, metadata=OMITTED)
    """What another's code on a remembered customer's order gets: nothing (`keep`), `this_order`, or
    the customer too (`rebind`)."""
    rebinds: str = field(default="trusted", metadata=OMITTED)
    """Which referrals may rebind: `any`, or `trusted`, which the buyer cannot write."""
    late_referral_hours: int = field(default=0, metadata=OMITTED)
    """For how long after an order was paid a referral that the store adds names the seller, and
    after it was told a coupon may be registered. Orders that were locked before have 0: what their
    first paid snapshot named, or nobody."""


STORE_DEFAULTS: dict[str, Policies] = {
    RETAIL_CHANNEL: Policies(remember_referrer=LIFETIME, late_referral_hours=72),
    BUYER_IN_TREE: Policies(
        remember_referrer=LIFETIME, another_referral=KEEP, late_referral_hours=72
    ),
    REPLICATED_SITE: Policies(late_referral_hours=72),
}
"""By mode, what a store goes by that says nothing else. The defaults of the fields themselves are
those of records: how orders were sold before there was such a policy."""


@dataclass(frozen=True, slots=True)
class Store:
    store_id: str
    platform: str
    mode: str
    currency: str
    plan: str
    """The id of the compensation plan; its version is the one in force at the order's time."""
    domain: str = ""
    """The store's own name for itself (Shopify: `x.myshopify.com`, WooCommerce: the home address,
    BigCommerce: the store hash); a webhook must carry it."""
    api_url: str = ""
    """Where the store's API is asked; empty where the platform has one address for it."""
    channel_id: str = ""
    """The one of the shop's sales channels that this is, where each is a store of its own
    (BigCommerce); empty where it is the whole shop."""
    channel: str = ""
    """By what way the store's webhooks come, where the platform has several (Magento)."""
    client_ids: tuple[str, ...] = ()
    """Whom signed messages must be meant for, where many share one signature (Adobe I/O)."""
    paid_when: tuple[str, ...] = ()
    """What of the platform's own statuses counts as paid besides what always does."""
    owner: str = ""
    """The distributor whose replicated site this is now."""
    owners: tuple[Registration, ...] = ()
    """Whose it was and is, the earliest first; empty where it was never another's."""
    closed: bool = False
    """It is not ours any more: nothing of it is taken or asked."""
    carriers: tuple[str, ...] = ("discount_code", "cart_attribute", "landing_site")
    """Where referrals are looked for, the most trusted first."""
    silent_hours: int = 0
    """After how many hours without a webhook the store counts as silent; 0 is never."""
    policies: Policies = field(default_factory=Policies)
    marks: OrderMarks = field(default_factory=OrderMarks)


def remembering(store: Store) -> Store:
    """The store with what its mode leaves it no choice of: one that places its buyers remembers
    whose they are, and another's referral changes nothing."""
    if store.mode != BUYER_IN_TREE:
        return store
    kept = replace(store.policies, remember_referrer=LIFETIME, another_referral=KEEP)
    return replace(store, policies=kept)


def has_api(store: Store) -> bool:
    """Whether the store can be asked at all: one that is ours, of a platform with an API."""
    return not store.closed and store.platform not in WITHOUT_API
