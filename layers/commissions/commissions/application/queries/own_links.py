"""A member's code, and the stores in which it counts: one round trip beside the stores, which are
read once a minute."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissions.aws.cache import TtlCache
from commissions.domain.stores.store import Store
from commissions.tables import members, stores

STORES_KEPT_SECONDS = 60
_stores: TtlCache[str, tuple[Store, ...]] = TtlCache()


@dataclass(frozen=True, slots=True)
class OwnLinks:
    code: str
    """Empty of who has none."""
    stores: Sequence[Store]
    """Those that are open, by their ids; as they were a minute ago or later."""


def links_of(member: str) -> OwnLinks:
    found = members.known([member]).get(member)
    return OwnLinks(found.referral_code if found else "", _known_stores())


def _known_stores() -> Sequence[Store]:
    return _stores.get("", _read_stores, max_age_seconds=STORES_KEPT_SECONDS)


def _read_stores(_: str) -> tuple[Store, ...]:
    found = (each for each in stores.all_stores() if not each.closed)
    return tuple(sorted(found, key=lambda each: each.store_id))
