"""Companies that a warehouse can tell, as chance makes them up: people enrol all along, customers
have places, orders of who is not yet there are later. And plans that close weeks and months.
"""

from collections.abc import Mapping
from math import ceil
from random import Random

from tests.support import binary_histories
from tests.support.builders import Document
from tests.support.closes import at_least, levels
from tests.support.column_chance import BINARY
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


def a_plan_by_sku(random: Random) -> Document:
    plan = a_plan_of_chance(random)
    rates = {"tea": random.choice(["0.02", "0.10"]), "oil": "0.333333"}
    bonus = levels("0.10", "0.05", start="seller", id="by_sku", rates_by_sku=rates)
    return plan | {"bonuses": [bonus, *plan["bonuses"]]}


def with_whole_lines(document: Document) -> Document:
    """Whatever share of a line comes back, a half, a third, a seventh, it is a whole volume."""
    orders = [
        order | {"lines": [line | {"volumes": _whole(line["volumes"])} for line in order["lines"]]}
        for order in document["orders"]
    ]
    return document | {"orders": orders}


def _whole(volumes: Document) -> Document:
    return {unit: str(42 * ceil(float(points))) for unit, points in volumes.items()}


def a_binary_plan(random: Random) -> Document:
    plan = binary_histories.a_plan(random)
    head = plan["plan"]
    return plan | {"plan": head | {"rounding": head["rounding"] | {"places": 2}}}


def where_everybody_buys(random: Random, document: Document) -> Document:
    """Everybody once a month, some of which comes back in the next."""
    orders, refunds = list(document["orders"]), list(document["refunds"])
    for member in document["members"]:
        for day in ("2026-10-20", "2026-11-20", "2026-12-20"):
            if day > member.get("enrolled", ""):
                order_id = f"{member['id']} {day}"
                points = str(random.choice([100, 600, 9_000]))
                buyer: Document = {"id": order_id, "at": day, "buyer": member["id"]}
                orders.append(buyer | {"volumes": points})
                if random.random() < 0.2:
                    refunds.append({"order": order_id, "at": f"{day[:8]}29", "share": "1/3"})
                if random.random() < 0.2:
                    refunds.append({"order": order_id, "at": "2027-01-20", "share": "1/7"})
    return document | {"orders": orders, "refunds": refunds}


def sponsored_as_seated(document: Document) -> Document:
    """Who sits where in the binary was sponsored by who sits above, and all were there from the
    beginning: then both legs have somebody whom the seat's owner enrolled."""
    above = {each["member"]: each["parent"] for each in document["seats"] if each["tree"] == BINARY}
    members = [
        {"id": each["id"], "sponsor": above[each["id"]], "status": each["status"]}
        for each in document["members"]
    ]
    return document | {"members": members}
