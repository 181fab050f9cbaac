"""Rules that hold pay back, by the id of a rule file, and the plan's own worst case."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag, field_validator

from commissions.plan_schema.words import Name, PeriodName, PlanWords, Share

NO_RULE = "none"
OLD_NAMES = {"vemma": "vemma-majority", "herbalife": "herbalife-rewardable"}
THRESHOLDS = frozenset({"retail_min", "personal_max_per_month"})


class NoGate(PlanWords):
    rule: Literal["none"]


class RetailGate(PlanWords):
    """The rule's thresholds are in its rule file, not in a plan."""

    rule: Name
    period: PeriodName
    action: Literal["hold", "pay", "partial"]

    @field_validator("rule")
    @classmethod
    def _by_todays_name(cls, rule: str) -> str:
        return OLD_NAMES.get(rule, rule)


def _gate(value: Any) -> str:
    return NO_RULE if isinstance(value, dict) and value.get("rule") == NO_RULE else "gate"


class ComplianceWords(PlanWords):
    retail_gate: Annotated[
        Annotated[NoGate, Tag(NO_RULE)] | Annotated[RetailGate, Tag("gate")], Discriminator(_gate)
    ]
    recruit_only: Literal["forbid"]
    max_worst_case_pct: Share | None = None
