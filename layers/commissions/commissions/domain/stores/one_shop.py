"""One shop is one entry: an order that two entries are told of would earn twice.

Only a BigCommerce store may be several, each for one of its sales channels, as its orders say
through which they came.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from commissions.domain.stores.own_name import shop_address
from commissions.domain.stores.store import Store

_SAYS_NOTHING = re.compile(r"^www\.|:(?:80|443)(?=/|$)")
"""Of an address: a shop is no other one with it, or without."""


def are_one_shop(one: Store, other: Store) -> bool:
    """Whether orders of one would be orders of the other, too: by what the shop calls itself, or by
    where it is asked, which lists all that it has."""
    if one.platform != other.platform or one.closed or other.closed:
        return False
    channels = {one.channel_id, other.channel_id}
    return bool(shared_address(one, other)) and (len(channels) == 1 or "" in channels)


def shared_address(one: Store, other: Store) -> str:
    """Which of the addresses of `one`, as it is written, is one of the other's; empty where none
    is."""
    known = {*map(_bare, filter(None, (other.domain, other.api_url)))}
    stated = filter(None, (one.domain, one.api_url))
    return next((each for each in stated if _bare(each) in known), "")


def told_twice(stores: Iterable[Store]) -> Iterator[tuple[Store, Store]]:
    """The pairs that are one shop."""
    return (pair for pair in combinations(stores, 2) if are_one_shop(*pair))


def _bare(address: str) -> str:
    return _SAYS_NOTHING.sub("", shop_address(address))
