"""What opens a store's API: which parts its platform asks for, and setting them."""

from collections.abc import Mapping

from commissions.application.pipeline.release import release_waiting
from commissions.application.sync.access_tokens import allow_renewal
from commissions.application.sync.connection import store_with_api
from commissions.aws import bus, secrets
from commissions.domain.orders.parking import WaitsFor

ACCESS_PARTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "shopify": (("client_id", "client_secret"), ("token",)),
    "woocommerce": (("consumer_key", "consumer_secret"),),
    "magento": (
        ("consumer_key", "consumer_secret", "access_token", "access_token_secret"),
        ("token",),
    ),
    "bigcommerce": (("token",),),
}
"""The parts that open each platform's API; where there are several ways, the usual one first."""
SIGNING_PART = "client_secret"
"""What an app is opened with signs its webhooks too."""


class WrongAccessParts(ValueError):
    """Not the parts that open the platform's API; says which would, and repeats no secret."""

    def __init__(self, platform: str) -> None:
        wanted = ", or ".join(" and ".join(way) for way in ACCESS_PARTS[platform])
        super().__init__(f"A {platform} store is opened with {wanted}")


class EmptyAccessPart(ValueError):
    """A part without a value opens nothing."""

    def __init__(self) -> None:
        super().__init__("A part of the key is empty")


def wanted_parts(store_id: str) -> tuple[str, ...]:
    """What to ask a person for. Raises UnknownStore, or StoreWithoutApi."""
    return ACCESS_PARTS[store_with_api(store_id).platform][0]


def check_parts(platform: str, parts: Mapping[str, str]) -> None:
    """Raises WrongAccessParts, or EmptyAccessPart."""
    if set(parts) not in map(set, ACCESS_PARTS[platform]):
        raise WrongAccessParts(platform)
    if any(not value.strip() for value in parts.values()):
        raise EmptyAccessPart


def replaces_secret(store_id: str, parts: Mapping[str, str]) -> bool:
    """Whether another secret is set to prove webhooks than the one that is a part of these. Raises
    UnknownStore, or StoreWithoutApi."""
    newest = secrets.current(store_with_api(store_id)).webhook[:1]
    return SIGNING_PART in parts and newest not in ((), (parts[SIGNING_PART],))


def set_access(store_id: str, parts: Mapping[str, str]) -> int:
    """Sets what opens the store's API, and its webhook secret where that is a part of it; says how
    many records that waited for it went on: none where this person may tell nobody, and then they
    go on when the store is polled.

    Raises UnknownStore, StoreWithoutApi, WrongAccessParts, EmptyAccessPart, or TooShort.
    """
    store = store_with_api(store_id)
    check_parts(store.platform, parts)
    if SIGNING_PART in parts:
        secrets.set_secret(store, parts[SIGNING_PART])
    secrets.set_access(store, parts)
    allow_renewal(store)
    with bus.kept_anyway():
        return release_waiting([WaitsFor.access(store_id)])
    return 0
