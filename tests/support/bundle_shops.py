"""Bundles as the four platforms tell them, and what they come to.

The map has KIT (40 points), TEA (20), CUP (10) and MUG (the whole of its net). Cara sells below
bob, who is below ann: she has 20 % and, being the first above the buyer, 10 % more; bob has 5 %.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from commissions.application.preview.registers import InMemoryRegisters
from commissions.application.preview.world import World
from commissions.audit import oracle
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.domain.ledger.target import Target, fold
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.member import Member
from commissions.domain.stores.store import REPLICATED_SITE, Store
from commissions.platforms import ParsedWebhook
from tests.support.orders import PLAN, a_value
from tests.unit.audit.plan_histories import sheet_of

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SHEET = sheet_of(PLAN)
POINTS = {"KIT": "40", "TEA": "20", "CUP": "10", "MUG": "100%"}


class BundleShop:
    """Cara's own shop on a platform; `said`: by SKU, the column `bundle` of its row."""

    def __init__(
        self,
        platform: str,
        said: Mapping[str, str] | None = None,
        points: Mapping[str, str] | None = None,
    ) -> None:
        self.store = Store(
            "tea", platform, REPLICATED_SITE, "USD", PLAN.plan_id, owner="cara", channel="mageos"
        )
        words = said or {}
        values = {
            sku: a_value(sku, worth, bundle=words.get(sku, ""))
            for sku, worth in (POINTS if points is None else points).items()
        }
        self.registers = InMemoryRegisters(
            stores={"tea": self.store},
            versions={
                ("tea", sku): (SkuVersion(value=value, name=sku, category="tea"),)
                for sku, value in values.items()
            },
            edges={
                name: (Edge(LONG_AGO, above, "active", "gold"),)
                for name, above in (("ann", ""), ("bob", "ann"), ("cara", "bob"))
            },
            members={
                name: Member(member_id=name, kind="participant", created_at=LONG_AGO)
                for name in ("ann", "bob", "cara")
            },
            plans=(PLAN,),
        )
        self.world = World(self.registers)

    def tell(self, *readings: ParsedWebhook) -> "BundleShop":
        for reading in readings:
            self.world.tell(reading)
        return self

    @property
    def target(self) -> Target:
        [known] = self.world.orders.values()
        return fold(known.facts, self.registers.plan)

    @property
    def points(self) -> Decimal:
        """What stands in CV, having checked that the oracle has the same."""
        target = self.target
        [known] = self.world.orders.values()
        due = oracle.due((each.content for each in known.facts), lambda ref: SHEET)
        volumes = {slot: amount for slot, amount in due.items() if slot[0].startswith("volume:")}
        assert volumes == {slot: amount for slot, amount in target.volumes.items() if amount}
        return Decimal(sum(amount for (_, unit), amount in volumes.items() if unit == "cv")) / 100

    @property
    def shown(self) -> list[str]:
        """What is said of each line, without its volumes."""
        return [each.rpartition(":")[0] for each in self.target.maps]

    @property
    def waiting(self) -> list[tuple[str, str]]:
        """Why it is parked, and for what it waits."""
        [known] = self.world.orders.values()
        return [(each.why.reason, each.why.waits_for) for each in known.parked.values()]

    def why(self) -> Any:
        [known] = self.world.orders.values()
        [parked] = known.parked.values()
        return parked.why
