"""A plan as `earn` needs it: its head, its volumes, its ranks, and its bonuses at `when: order`.

A document was checked word by word before it was published (`plan_schema`); what only a close looks
at is passed over here, and goes along in the plan's text.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from commissions.domain.currencies import EXPONENTS
from commissions.domain.money import ROUNDINGS
from commissions.domain.plans.bonuses import ORDER, read_bonuses
from commissions.domain.plans.document_node import Node, root
from commissions.domain.plans.plan import Plan
from commissions.domain.plans.sections import read_terms


class PlanRefused(ValueError):
    """A plan that cannot be published, or read; `problems` names every wrong field, and why."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("the plan is refused:\n" + "\n".join(f"  {each}" for each in problems))
        self.problems = list(problems)


def read_plan(document: object) -> Plan:
    """The plan of a document that was checked before it was published; raises PlanRefused where
    even so it cannot be read."""
    node = root(document)
    if node.has("plan volumes bonuses"):
        return _plan(node)
    raise PlanRefused(node.problems)


def _plan(node: Node) -> Plan:
    head = node["plan"].only("id version effective_from timezone base_currency rounding")
    currency = head["base_currency"].currency()
    timezone = _timezone(head["timezone"])
    rounding = _rounding(head["rounding"], currency)
    terms = read_terms(node)
    at_order = [each for each in node["bonuses"].each() if each["when"].value == ORDER]
    bonuses = read_bonuses(at_order, terms, currency, rounding)
    plan_id, version = head["id"].name(), head["version"].whole(1)
    effective_from = _first_moment(head["effective_from"], timezone)
    if node.problems:
        raise PlanRefused(list(dict.fromkeys(node.problems)))
    text = json.dumps(node.value, sort_keys=True, separators=(",", ":"))
    return Plan(
        plan_id=plan_id,
        version=version,
        effective_from=effective_from,
        timezone=timezone,
        base_currency=currency,
        rounding=rounding,
        volumes=MappingProxyType(terms.volumes),
        bonuses=bonuses,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _timezone(node: Node) -> str:
    name = node.name(r"[A-Za-z0-9_+/-]{1,64}", "a timezone such as America/New_York")
    try:
        return ZoneInfo(name).key if name else ""
    except (KeyError, ValueError, OSError):
        node.refuse(f"{name!r} is no timezone of the IANA database")
        return ""


def _rounding(node: Node, currency: str) -> str:
    node.only("places mode")
    places = node["places"].whole(0, 6)
    if currency and "places" in node and places != EXPONENTS[currency]:
        node["places"].refuse(
            f"is {places}, but {currency} has {EXPONENTS[currency]} decimals: "
            "awards are whole minor units"
        )
    return node["mode"].choice(*ROUNDINGS)


def _first_moment(node: Node, timezone: str) -> datetime:
    day = node.name(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", "a day such as 2027-01-01")
    try:
        first = date.fromisoformat(day or "2000-01-01")
    except ValueError:
        node.refuse(f"{day} is no day of the calendar")
        first = date(2000, 1, 1)
    return datetime.combine(first, time(), ZoneInfo(timezone or "UTC")).astimezone(UTC)
