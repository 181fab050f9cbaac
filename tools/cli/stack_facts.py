"""A stack's past orders for `simulate`: gathered, written down, and compared with the ledger."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli.errors import Misused, Refused
from tools.cli.formats import amount, count
from tools.cli.stack_access import select_stack

if TYPE_CHECKING:
    from commissions.application.simulation.company_facts import CompanyFacts
    from commissions.application.simulation.ledger_check import LedgerCheck
    from commissions.application.simulation.past_orders import LeftOut, PastOrders
    from commissions.domain.plans import Plan

NAMED_MAX = 20
NOTHING_BROUGHT = (
    "What closes pay is computed as if nothing had been before these facts: no titles, no carried "
    "volume, no earlier periods. What is paid with orders needs none of it."
)


def gather(stack: str, label: str, plans: Sequence["Plan"]) -> "PastOrders":
    """What happened in a period of the plans, of a stack's orders and people. Raises Misused for a
    name that is no period, Refused where nothing was sold."""
    from commissions.application.simulation.named_period import NotAPeriod, named_period
    from commissions.domain.people.placement_rules import BINARY, MATRIX

    if not label:
        raise Misused("--period says which of the stack's orders: --period 2026-10.")
    try:
        spans = [named_period(label, plan.document) for plan in plans]
    except NotAPeriod as error:
        raise Misused(f"--period: {error}.") from None
    trees = {
        str(tree["id"])
        for plan in plans
        for tree in plan.document["trees"]
        if tree["kind"] in {BINARY, MATRIX}
    }
    select_stack(stack)
    from commissions.application.simulation.past_orders import past_orders

    past = past_orders(
        min(span.starts for span in spans),
        max(span.ends for span in spans),
        currency=plans[0].base_currency,
        trees=sorted(trees),
    )
    if not past.document["orders"]:
        raise Refused("\n".join([f"{stack} has no orders of {label}.", *_named(past.left_out)]))
    past.document["about"] = f"The orders of {label} of stack {stack}."
    return past


def check_folder(file: Path) -> None:
    """Raises Misused before anything is read for it."""
    if not file.parent.is_dir():
        raise Misused(f"{file.parent} is no folder: make it first.")
    if file.is_dir():
        raise Misused(f"{file} is a folder: name a file in it.")


def save(document: dict[str, Any], file: Path) -> None:
    """Whole or not at all."""
    beside = file.with_name(f"{file.name}.new")
    beside.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(file)


def check(past: "PastOrders", plan: "Plan", company: "CompanyFacts") -> "LedgerCheck":
    from commissions.application.simulation.ledger_check import ledger_check

    return ledger_check(past, plan, company)


def limits(plan: "Plan") -> list[str]:
    """What the facts of a stack cannot say yet, as periods are not closed there."""
    closes = any(bonus["when"] != "order" for bonus in plan.document["bonuses"])
    return [NOTHING_BROUGHT] if closes else []


def answer(past: "PastOrders", found: "LedgerCheck", plan: "Plan") -> dict[str, Any]:
    return {
        "orders": len(past.document["orders"]),
        "refunds": len(past.document["refunds"]),
        "members": len(past.document["members"]),
        "sold_by": [
            {"id": sold_by.plan_id, "version": sold_by.version, "orders": orders}
            for sold_by, orders in sorted(past.plans.items(), key=lambda each: str(each[0]))
        ],
        "ledger": {
            "stands": amount(found.stands, plan.base_currency).split()[0],
            "compared": found.compared,
            "differ": list(found.differ),
        },
        "limits": limits(plan),
        "left_out": [{"order": each.order, "why": each.why} for each in past.left_out],
    }


def screen(past: "PastOrders", found: "LedgerCheck", plan: "Plan") -> RenderableType:
    told = [*limits(plan), *_named(past.left_out)]
    return Group(*_compared(found, plan.base_currency), *map(Text, told))


def _compared(found: "LedgerCheck", currency: str) -> Iterator[Text]:
    stands = amount(found.stands, currency)
    yield Text(f"With all that came back by now the ledger has {stands} of these orders.")
    if found.compared:
        sold = count(found.compared, "order")
        if found.differ:
            names = ", ".join(found.differ[:NAMED_MAX])
            yield Text(
                f"{len(found.differ)} of {sold} sold by just this plan differ from it: {names}.",
                "bold red",
            )
        else:
            yield Text(f"{sold} sold by just this plan: the same to the cent.", "green")
    if found.others:
        yield Text(f"{count(found.others, 'order')} sold by another plan or version.")


def _named(left_out: Sequence["LeftOut"]) -> list[str]:
    if not left_out:
        return []
    told = [f"  {each.order}: {each.why}" for each in left_out[:NAMED_MAX]]
    more = len(left_out) - len(told)
    rest = [f"  and {more} more, in --json"] if more > 0 else []
    return [f"To be known of these facts ({len(left_out)}):", *told, *rest]
