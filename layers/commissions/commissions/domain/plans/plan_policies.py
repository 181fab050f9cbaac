"""The parts of a plan that say how much is paid at most, when, and what refunds undo."""

from collections.abc import Collection

from commissions.domain.plans.document_node import Node
from commissions.domain.plans.sections import Terms

ENFORCED = ("pro_rata", "priority")
"""How a company cap is enforced; `report` only tells."""


def check_policies(document: Node, terms: Terms, bonuses: Collection[str], currency: str) -> None:
    _caps(document["caps"], terms, bonuses, currency)
    _payout(document["payout"])
    _refunds(document["refunds"], binary="binary" in terms.trees.values())
    _compliance(document["compliance"], terms, currency)


def _caps(node: Node, terms: Terms, bonuses: Collection[str], currency: str) -> None:
    company = node.only("company", "person bonus")["company"].only("max_pct of", "enforce")
    company["max_pct"].share()
    company["of"].choice(*terms.volumes)
    company["enforce"].choice(*ENFORCED, "report")
    for cap in node["person"].each():
        cap.only("period amount")["period"].choice(*terms.periods)
        cap["amount"].amount(currency)
    for bonus, amounts in node["bonus"].fields().items():
        if bonus not in bonuses:
            amounts.refuse("no bonus of this plan")
        for period, amount in amounts.fields().items():
            if period not in terms.periods:
                amount.refuse("no period of this plan")
            amount.amount(currency)


def _payout(node: Node) -> None:
    node.only("hold_days min negative_balance currency", "fees")["hold_days"].whole(0, 3650)
    for amounts in (node["min"], node["fees"]):
        for code, amount in amounts.fields().items():
            amount.amount(Node(code, amount.path, node.problems).currency())
    negative = node["negative_balance"].only("max_offset_pct write_off_months")
    negative["max_offset_pct"].share()
    negative["write_off_months"].whole(0, 1200)
    exchange = node["currency"].only("rate_source rate_moment")
    exchange["rate_source"].name()
    exchange["rate_moment"].choice("order_paid", "period_close")


def _refunds(node: Node, *, binary: bool) -> None:
    node.only(f"reverse period ranks {'binary' if binary else ''}", "binary buyback")
    node["reverse"].choice("all_lines")
    node["period"].choice("original_if_open", "current")
    node["ranks"].choice("keep", "paid_as", "title")
    node["binary"].choice("lots")
    buyback = node["buyback"].only("pct months")
    buyback["pct"].share()
    buyback["months"].whole(0, 1200)


def _compliance(node: Node, terms: Terms, currency: str) -> None:
    node.only("retail_gate recruit_only", "max_worst_case_pct")
    node["recruit_only"].choice("forbid")
    node["max_worst_case_pct"].share()
    gate = node["retail_gate"]
    needed = {
        "vemma": "period action",
        "herbalife": "period action retail_min personal_max_per_month",
    }
    gate.only(f"rule {needed.get(gate['rule'].choice('none', *needed), '')}")
    gate["period"].choice(*terms.periods)
    gate["action"].choice("hold", "pay", "partial")
    gate["retail_min"].share()
    gate["personal_max_per_month"].amount(currency)
