"""One shop is one entry: an order that two entries are told of would earn twice.

Only a BigCommerce store may be several, each for one of its sales channels, as its orders say
through which they came.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from commissions.domain.stores.store import Store


def shop_address(text: str) -> str:
    """Host, port and path: by which scheme it is reached, in which case it is written, and a slash
    or a dot at the end, say nothing."""
    bare = text.strip().lower()
    return bare.removeprefix("https://").removeprefix("http://").rstrip("/.")


def are_one_shop(one: Store, other: Store) -> bool:
    """Whether orders of one would be orders of the other, too: by what the shop calls itself, and
    where it does not (Magento), by where it is asked."""
    addresses = {shop_address(each.domain or each.api_url) for each in (one, other)}
    if one.platform != other.platform or addresses == {""} or one.closed or other.closed:
        return False
    channels = {one.channel_id, other.channel_id}
    return len(addresses) == 1 and (len(channels) == 1 or "" in channels)


def told_twice(stores: Iterable[Store]) -> Iterator[tuple[Store, Store]]:
    """The pairs that are one shop."""
    return (pair for pair in combinations(stores, 2) if are_one_shop(*pair))
