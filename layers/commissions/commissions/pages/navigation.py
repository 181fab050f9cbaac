"""Where one can go from every page. A page has its line here once it has a route, and not before.

What it is called stands in `locales/*/frame.po`, under `frame.nav.<family>.<id>`.
"""

from collections.abc import Collection
from dataclasses import dataclass

MEMBER = frozenset({"member"})
OPERATOR = frozenset({"operator", "auditor"})
FINANCE = frozenset({"finance", "auditor"})
STAFF = frozenset({"operator", "finance", "compliance", "auditor", "admin"})

TABS_MAX = 5
"""So many fit side by side on a phone; of more, the last is "more"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation; the icon is one of `static/icons.svg`."""

    family: str
    id: str
    path: str
    icon: str
    roles: frozenset[str]


ENTRIES: tuple[Entry, ...] = (
    Entry("app", "home", "/app/home", "home", MEMBER),
    Entry("app", "orders", "/app/orders", "orders", MEMBER),
    Entry("app", "team", "/app/team", "team", MEMBER),
    Entry("app", "money", "/app/money", "money", MEMBER),
    Entry("app", "ranks", "/app/ranks", "ranks", MEMBER),
    Entry("app", "links", "/app/links", "links", MEMBER),
    Entry("app", "settings", "/app/settings", "settings", MEMBER),
    Entry("console", "health", "/console/health", "health", OPERATOR),
    Entry("console", "stores", "/console/stores", "store", OPERATOR),
    Entry("console", "parked", "/console/parked", "parked", OPERATOR),
    Entry("console", "plans", "/console/plans", "plans", OPERATOR),
    Entry("console", "skus", "/console/skus", "sku", OPERATOR),
    Entry("console", "dead-letters", "/console/dead-letters", "dead-letters", OPERATOR),
    Entry("console", "periods", "/console/periods", "periods", OPERATOR),
    Entry("console", "actions", "/console/actions", "second", STAFF),
    Entry("console", "reconciliation", "/console/reconciliation", "reconciliation", OPERATOR),
    Entry("console", "privacy", "/console/privacy", "privacy", OPERATOR),
    Entry("console", "audit", "/console/audit", "audit", STAFF),
    Entry("finance", "payables", "/finance/payables", "payables", FINANCE),
    Entry("finance", "batches", "/finance/batches", "batches", FINANCE),
    Entry("finance", "liability", "/finance/liability", "liability", FINANCE),
    Entry("finance", "adjustments", "/finance/adjustments", "adjustments", FINANCE),
    Entry("finance", "evidence", "/finance/evidence", "evidence", FINANCE),
)
"""In the order shown. A family's first four are the tabs of a phone."""

HOMES = {"app": "/app", "console": "/console", "finance": "/finance"}
"""Where each family begins."""


def of(family: str, roles: Collection[str]) -> list[Entry]:
    """What these roles may open in a family."""
    return [each for each in ENTRIES if each.family == family and not each.roles.isdisjoint(roles)]


def other_families(family: str, roles: Collection[str]) -> list[Entry]:
    """The first page of each other family that these roles may open."""
    firsts: dict[str, Entry] = {}
    for each in ENTRIES:
        if each.family != family and not each.roles.isdisjoint(roles):
            firsts.setdefault(each.family, each)
    return list(firsts.values())
