"""Which actions need a second person: one rule for a company, in its stack's parameter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from commissions.domain import money
from commissions.domain.actions.action import ActionEffect

NOBODY = "none"
ORDERS = "orders"
_PART = re.compile(
    r"(?P<kind>[a-z]+\.[a-z_]+)(?:\s*>\s*(?P<number>[0-9.]+)\s+(?P<unit>[A-Z]{3}|orders))?"
)


class UnreadableRule(ValueError):
    """The company's rule does not say which actions need a second person."""

    def __init__(self, part: str, why: str = "") -> None:
        form = "KIND, `KIND > 50.00 USD` or `KIND > 25 orders`, separated by commas; or `none`"
        super().__init__(f"TwoPeople: {part!r} is none of {form}{why}")


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to this much one person is enough: minor units of a currency, or a number of orders."""

    most: int
    unit: str

    def is_passed(self, effect: ActionEffect) -> bool:
        """Money in another currency than the limit's is always too much."""
        if self.unit == ORDERS:
            return effect.orders > self.most
        return any(unit != self.unit or sum_ > self.most for unit, sum_ in effect.moved().items())


@dataclass(frozen=True, slots=True)
class SecondPersonRule:
    """By kind of action the limit above which it needs two; without a limit it always does."""

    limits: Mapping[str, Limit | None]

    def needs_second(self, kind: str, effect: ActionEffect) -> bool:
        """An effect that names no money and no orders is below no limit: nobody has measured it."""
        if kind not in self.limits:
            return False
        limit = self.limits[kind]
        if limit is None or not (effect.lines or effect.orders):
            return True
        return limit.is_passed(effect)


def second_person_rule(text: str, kinds: frozenset[str]) -> SecondPersonRule:
    """`plan.publish, order.decide > 50.00 USD`; `none`: one person is always enough.

    Raises UnreadableRule, also of a kind that there is not: a misspelt one would need nobody.
    """
    if text.strip() == NOBODY:
        return SecondPersonRule({})
    limits: dict[str, Limit | None] = {}
    for part in text.split(","):
        found = _PART.fullmatch(part.strip())
        if not found:
            raise UnreadableRule(part)
        if found["kind"] not in kinds:
            raise UnreadableRule(part, f"; the kinds are {', '.join(sorted(kinds))}")
        if found["kind"] in limits:
            raise UnreadableRule(part, "; it is said twice")
        limits[found["kind"]] = _limit(part, found["number"], found["unit"])
    return SecondPersonRule(limits)


def _limit(part: str, number: str | None, unit: str) -> Limit | None:
    if number is None:
        return None
    try:
        most = int(number) if unit == ORDERS else money.minor_units(number, unit)
    except ValueError as error:
        raise UnreadableRule(part, f"; {error}") from error
    return Limit(most, unit)
