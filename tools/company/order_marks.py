"""In stores.yaml: by which marks of a store's own an order is known that goes on with another."""

from typing import Any

from commissions.domain.plans.document_node import Node
from commissions.domain.stores.order_marks import LETTER, NUMBER, ORDER, OrderMarks

PLATFORM_OF = {
    "renewal_tags": "shopify",
    "contract_attributes": "shopify",
    "exchange_prefix": "shopify",
    "exchange_credit": "shopify",
    "split_names": "shopify",
    "recreated_names": "shopify",
    "renewal_sources": "bigcommerce",
}
"""By field, the platform whose stores have such marks."""
LISTS = {
    "renewal_tags": (r"[^,\x00-\x1f]{1,40}", "a tag, of at most 40 characters and without a comma"),
    "contract_attributes": (r"[^\x00-\x1f]{1,64}", "an attribute's name, of at most 64 characters"),
    "exchange_credit": (r"[^\x00-\x1f]{1,100}", "a discount's name, of at most 100 characters"),
    "renewal_sources": (r"[^\x00-\x1f]{1,64}", "the name of a system, of at most 64 characters"),
}
NAMES = ("split_names", "recreated_names")
_PREFIX = r"(?=[^A-Za-z]*[A-Za-z])[^\s,{}]{1,20}"
"""With a letter: `#` begins the name of every order."""
_BEFORE, _BETWEEN, _BEHIND = r"[^{}0-9]{0,20}", r"[^{}0-9]", r"[^{}]{0,10}"
_NUMBERED = rf"{_BEFORE}\{{order\}}{_BETWEEN}{{1,10}}\{{number\}}{_BEHIND}"
_LETTERED = rf"{_BEFORE}\{{order\}}{_BETWEEN}{{0,10}}\{{letter\}}{_BEHIND}"
_NAMES = f"{_NUMBERED}|{_LETTERED}"
_WHAT = (
    f'a pattern of names with {ORDER} and {NUMBER} or {LETTER}, such as "#{ORDER}-{NUMBER}" '
    f'or "#{ORDER}{LETTER}"'
)


def read(node: Node, platform: str) -> OrderMarks:
    """`node`: the store's. What is wrong in it is refused there; what is not stated is usual."""
    stated: dict[str, Any] = {}
    for name, of_platform in PLATFORM_OF.items():
        if name not in node:
            continue
        if platform != of_platform:
            node[name].refuse(f"is for stores on {of_platform}")
        elif name in LISTS:
            stated[name] = tuple(each.name(*LISTS[name]) for each in node[name].each())
        elif name in NAMES:
            stated[name] = node[name].name(_NAMES, _WHAT)
        else:
            stated[name] = node[name].name(
                _PREFIX, "how names begin, of at most 20 characters, with a letter"
            )
    return OrderMarks(**stated)
