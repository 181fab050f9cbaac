"""Companies that a warehouse can tell, as chance makes them up: people enrol all along, customers
have places, orders of who is not yet there are later. And plans that close weeks and months.
"""

from collections.abc import Mapping
from random import Random

from tests.support.builders import Document
from tests.support.closes import at_least, levels
from tests.support.random_companies import DAYS, a_company_document, a_plan_of_chance

WEEK: Document = {"id": "week", "every": "week", "week_starts": "monday"}
MONTH: Document = {"id": "month", "every": "month"}
PRICELESS = ("title", "periods_missed", "owner")
"""What no register of a stack tells."""


def a_living_company(random: Random, size: int) -> Document:
    document = a_company_document(random, size)
    for member in document["members"]:
        for word in PRICELESS:
            member.pop(word, None)
    enrolled = _enrolled(random, document["members"])
    orders = {each["id"]: each for each in document["orders"]}
    kinds = {each["id"]: each.get("kind", "participant") for each in document["members"]}
    for order in orders.values():
        _place(order, enrolled, kinds)
    return document | {
        "legs": [],
        "seats": _taken_later(document["seats"], enrolled),
        "refunds": [
            each for each in document["refunds"] if each["at"] >= orders[each["order"]]["at"]
        ],
    }


def _enrolled(random: Random, members: list[Document]) -> dict[str, str]:
    """By member the day, of some who were always there nothing; sponsors came before."""
    late = sorted(random.choice(["", "", random.choice(DAYS)]) for _ in members)
    for member, day in zip(members, late, strict=True):
        if member["sponsor"] and random.random() < 0.2:
            member["kind"] = random.choice(["retail", "preferred"])
        if day:
            member["enrolled"] = day
            member["changes"] = [each for each in member["changes"] if each["at"] > day]
    return {each["id"]: day for each, day in zip(members, late, strict=True)}


def _place(order: Document, enrolled: Mapping[str, str], kinds: Mapping[str, str]) -> None:
    named = [order[word] for word in ("buyer", "seller") if order.get(word)]
    order["at"] = max([order["at"], *(enrolled[each] for each in named)])
    if kinds.get(order.get("seller", ""), "participant") != "participant":
        # A customer sells to nobody.
        del order["seller"]


def _taken_later(seats: list[Document], enrolled: Mapping[str, str]) -> list[Document]:
    """Nobody sits under who is not yet there. Parents are told before those below them."""
    since: dict[tuple[str, str], str] = {}
    found = []
    for seat in seats:
        day = max(enrolled[seat["member"]], since.get((seat["tree"], seat["parent"]), ""))
        since[seat["tree"], seat["member"]] = day
        found.append(seat | ({"since": day} if day else {}))
    return found


def a_plan_of_weeks_and_months(random: Random) -> Document:
    """Bonuses of both, or of weeks alone; ranks, activity and caps of persons go by the same or by
    another period. One bonus pays nearly everybody."""
    plan = a_plan_of_chance(random)
    months = [each for each in plan["bonuses"] if each["when"] == "close:month"]
    window = random.choice(["week", "month"])
    closes = random.choice([["close:week"], ["close:week", "close:month"]])
    # Of a period that never closes: it says who breaks away.
    says = [each | {"when": "close:year"} for each in plan["bonuses"] if "tree" not in each]
    return plan | {
        "bonuses": [
            *(each | {"when": random.choice(closes)} for each in months),
            levels("0.10", "0.05", start="seller", id="plain") | {"when": "close:week"},
            *says,
            *(each for each in plan["bonuses"] if each["when"] == "order"),
        ],
        "periods": [each | {"cutoff_days": random.choice([0, 2, 12])} for each in (WEEK, MONTH)],
        "ranks": [each | {"window": window} for each in plan["ranks"]],
        "status": _activity(random, plan["status"]),
        "caps": _caps(random, plan["caps"]),
    }


def _activity(random: Random, status: Document) -> Document:
    """Of the plan, or something that many meet and that grace forgives."""
    window = random.choice([{}, {"window": "month"}, {"window": "month"}])
    easy = {"active": at_least("pv", "50")}
    grace = {"grace_periods": random.choice([0, 1, 2])}
    return random.choice([status, easy, easy]) | grace | window


def _caps(random: Random, caps: Document) -> Document:
    cap = {"period": random.choice(["week", "month"]), "amount": random.choice(["20.00", "90.00"])}
    company = caps["company"] | {"max_pct": "0.5"}
    return caps | {"company": company} | ({"person": [cap]} if random.random() < 0.7 else {})
