"""What somebody should know of how a simulation was computed: what it takes for granted, and what
of a plan it does not follow."""

from collections.abc import Iterator, Mapping
from typing import Any

from commissions.application.simulation.company_facts import CompanyFacts
from commissions.domain.plans import Plan

PAID, RETAIL_MARGIN = "paid", "retail_margin"
PLACEMENT = ("binary", "matrix")


def notes_of(plan: Plan, company: CompanyFacts) -> Iterator[str]:
    document = plan.document
    if company.days_read:
        yield (
            f"{_many(company.days_read, 'moment')} told as days alone: the first moment of each, "
            f"by the clock of {company.timezone}."
        )
    if early := sum(order.at < plan.effective_from for order in company.orders):
        yield (
            f"{_many(early, 'order')} from before {document['plan']['effective_from']}, when the "
            "plan begins: computed by it all the same."
        )
    yield from _of_trees(document, company)
    yield from _of_words(document)


def _many(number: int, what: str) -> str:
    return f"{number} {what} is" if number == 1 else f"{number} {what}s are"


def _of_trees(document: Mapping[str, Any], company: CompanyFacts) -> Iterator[str]:
    kinds = {tree["id"]: tree["kind"] for tree in document["trees"]}
    told = dict.fromkeys(seat.tree for seat in company.seats)
    for tree in told:
        if tree not in kinds:
            yield f"The plan has no tree {tree}: its seats are not looked at."
    for tree, kind in kinds.items():
        if kind in PLACEMENT:
            seated = {seat.member_id for seat in company.seats if seat.tree == tree}
            if without := sum(each.member_id not in seated for each in company.members):
                yield f"{_many(without, 'member')} without a seat in {tree}: nothing reaches them."


def _of_words(document: Mapping[str, Any]) -> Iterator[str]:
    refunds = document["refunds"]
    if any(volume.get("moment") == PAID for volume in document["volumes"].values()):
        yield (
            "The plan says moment: paid, which no close goes by: an order counts at the one moment "
            "that is told of it, of a stack's when it was placed."
        )
    if any(bonus["kind"] == RETAIL_MARGIN for bonus in document["bonuses"]):
        yield (
            "retail_margin pays on what these facts tell: no store tells the distributor's price, "
            "and no such plan is published."
        )
    if refunds["ranks"] == "title":
        yield (
            "refunds.ranks: title judges the titles of the corrected period again; the next period "
            "goes on from those of its close."
        )
    gate = document.get("compliance", {}).get("retail_gate") or {}
    if gate.get("rule", "none") != "none":
        yield f"The retail gate ({gate['rule']}) is not judged: nothing is held back by it."
