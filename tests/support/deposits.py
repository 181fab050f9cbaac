"""Deposits and their balance orders as a WooCommerce shop tells them, and what they come to.

A shop of points: TEA is worth 20 points, CUP its net. Cara sells below bob, who is below ann; she
has 20 % and, being the first above the buyer, 10 % more; bob has 5 %.
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
from commissions.domain.people.member import Member, code_key
from commissions.domain.registration import Registration
from commissions.domain.stores.store import Policies, Store
from commissions.platforms import woocommerce
from tests.support.orders import PLAN, a_value
from tests.unit.audit.plan_histories import sheet_of
from tests.unit.platforms.woocommerce_builders import KEY, Payload, a_line, an_order

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DEPOSIT, BALANCE = 9701, 9702
CARAS = [{"id": 1, "key": "distributor_ref", "value": "CARA-7"}]
SHEET = sheet_of(PLAN)


def metas(**named: Any) -> list[Payload]:
    return [{"id": place, "key": f"_{key}", "value": each} for place, (key, each) in _named(named)]


def _named(named: Mapping[str, Any]) -> Any:
    return enumerate(named.items(), start=5000)


def a_deposit_line(total: str, full: str, line_id: int = 11, **fields: Any) -> Payload:
    """A line that charges `total` of a net of `full`."""
    said = metas(is_deposit="yes", deposit_full_amount=full, deposit_full_amount_ex_tax=full)
    return a_line(line_id, total=total, meta_data=said, **fields)


def a_balance_line(total: str, of: int = DEPOSIT, line_id: int = 21, **fields: Any) -> Payload:
    return a_line(line_id, total=total, meta_data=metas(original_order_id=f"{of}"), **fields)


def a_deposit(*lines: Payload, **fields: Any) -> Payload:
    plain: Payload = {"id": DEPOSIT, "status": "partial-payment", "meta_data": CARAS}
    return an_order(*(lines or (a_deposit_line("30.00", "100.00"),)), **plain | fields)


def a_balance(*lines: Payload, of: int = DEPOSIT, **fields: Any) -> Payload:
    """As the plug-in makes it: paid, of the same customer, with no referral of its own."""
    plain: Payload = {"id": BALANCE, "parent_id": of, "created_via": "wc_deposits"}
    return an_order(*(lines or (a_balance_line("70.00", of),)), **plain | fields)


class Shop:
    """What the shop tells, and what the ledger then has to say of each order."""

    def __init__(self, policies: Policies | None = None, points: str = "20") -> None:
        self.store = Store(
            "tea",
            "woocommerce",
            "retail_channel",
            "USD",
            PLAN.plan_id,
            carriers=woocommerce.CARRIERS,
            policies=policies or Policies(),
        )
        values = {"TEA": a_value("TEA", points), "CUP": a_value("CUP", "100%")}
        names = ("ann", "bob", "cara", "dave")
        self.world = World(
            InMemoryRegisters(
                stores={"tea": self.store},
                versions={
                    ("tea", sku): (SkuVersion(value=value, name=sku, category="tea"),)
                    for sku, value in values.items()
                },
                edges={
                    name: (Edge(LONG_AGO, above, "active", "gold"),)
                    for name, above in zip(names, ("", "ann", "bob", "bob"), strict=True)
                },
                members={
                    name: Member(member_id=name, kind="participant", created_at=LONG_AGO)
                    for name in names
                },
                codes={code_key(f"{name.upper()}-7"): (Registration(name),) for name in names},
                plans=(PLAN,),
            )
        )

    def tell(self, *payloads: Payload) -> "Shop":
        """By webhook; one with refunds as the API answers it."""
        for payload in payloads:
            read = woocommerce.parse_order if payload["refunds"] else _webhook
            self.world.tell(read(payload, self.store, KEY))
        return self

    def target(self, order_id: int) -> Target:
        return fold(self.world.facts_of(_key(order_id)), self.world.registers.plan)

    def points(self, *order_ids: int) -> Decimal:
        """The points that stand of the orders, having checked that the oracle reads them alike."""
        hundredths = sum(self._volume(order_id) for order_id in order_ids)
        return Decimal(hundredths) / 100

    def money(self, *order_ids: int) -> dict[str, int]:
        sums: dict[str, int] = {}
        for order_id in order_ids:
            for each in self.target(order_id).standings.values():
                earner = each.award.earner
                sums[earner] = sums.get(earner, 0) + each.net
        return {earner: amount for earner, amount in sums.items() if earner and amount}

    def seller(self, order_id: int) -> str:
        credit = self.target(order_id).credit
        return credit.seller if credit else ""

    def waiting(self, order_id: int) -> list[tuple[str, str]]:
        """Why the order is parked, and for what it waits."""
        parked = self.world.orders[_key(order_id)].parked
        return [(each.why.reason, each.why.waits_for) for each in parked.values()]

    def _volume(self, order_id: int) -> int:
        target = self.target(order_id)
        found = {account[0]: amount for account, amount in target.volumes.items() if amount}
        facts = self.world.facts_of(_key(order_id))
        due = oracle.due((each.content for each in facts), lambda ref: SHEET)
        assert {
            name: amount
            for (name, unit), amount in due.items()
            if unit == "cv" and name.startswith("volume:")
        } == {name: target.volumes[name, "cv"] for name in found}
        owed = {
            name.rpartition(":")[2]: amount
            for (name, _), amount in due.items()
            if name.startswith("commission_payable:")
        }
        assert owed == self.money(order_id)
        return sum(amount for (_, unit), amount in target.volumes.items() if unit == "cv")


def _webhook(payload: Payload, store: Store, key: bytes) -> Any:
    return woocommerce.parse_webhook(payload, "order.updated", {}, store, key)


def _key(order_id: int) -> str:
    return f"woocommerce/tea/{order_id}"
