"""Rules that hold pay back, by the id of a rule file, and the plan's own worst case."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from commissions.plan_schema.words import Name, PlanWords, Share

OLD_NAMES = {"vemma": "vemma-majority", "herbalife": "herbalife-rewardable"}
_THRESHOLDS = ("retail_min", "personal_max_per_month")


def _rule(name: object) -> object:
    return OLD_NAMES.get(name, name) if isinstance(name, str) else name


RuleId = Annotated[str, BeforeValidator(_rule), Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]


class NoGate(PlanWords):
    rule: Literal["none"]


class RetailGate(PlanWords):
    """The rule's thresholds are in its rule file, not in a plan."""

    rule: RuleId
    period: Name
    action: Literal["hold", "pay", "partial"]


class Compliance(PlanWords):
    retail_gate: NoGate | RetailGate
    recruit_only: Literal["forbid"]
    max_worst_case_pct: Share | None = None
