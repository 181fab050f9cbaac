"""The versions of a company's plans: since when each is in force, what it says, and what it can pay
at most of what the company allows."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from commissions.aws.cache import TtlCache
from commissions.domain.actions.action import PROPOSED, Action
from commissions.domain.plans import Plan, PlanRefused
from commissions.plan_schema import CheckedPlan, read_published
from commissions.plan_schema.wording.differences import differences
from commissions.plan_schema.wording.plan_sentences import Section, plan_sentences
from commissions.tables import actions, plans

PUBLICATION = "plan.publish"
"""The kind of action by which a version is published."""
_checked: TtlCache[str, CheckedPlan | None] = TtlCache(entries_max=200)


class UnknownVersion(LookupError):
    """No such version of such a plan is published."""


class VersionState(StrEnum):
    PAST = "past"
    """A later version is in force."""
    ACTIVE = "active"
    PUBLISHED = "published"
    """It stands, and takes effect later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstShare:
    """The most that one order can pay, and what the company pays at most, as shares of a volume."""

    bounded: Fraction
    at_order: Fraction
    cap: Fraction
    volume: str
    unbounded: tuple[str, ...]
    """Bonuses of which the cap alone is what bounds them."""
    unheld: tuple[str, ...] = ()
    """Those that nothing bounds, as they are paid with the order on another volume."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersion:
    """A published version. `until`: when a later one takes effect; None where there is none."""

    plan: Plan
    state: VersionState
    until: datetime | None

    @property
    def checked(self) -> CheckedPlan | None:
        """In words; None where it was published in such as this release does not know."""
        return checked_version(self.plan.text, self.plan.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedVersion:
    """A version that waits for a second person."""

    action: Action
    plan: CheckedPlan


def versions_by_plan(now: datetime) -> dict[str, list[PlanVersion]]:
    """Of all plans by their ids, the version that was published last first. Raises PlanAltered."""
    found: defaultdict[str, list[Plan]] = defaultdict(list)
    for each in plans.every():
        found[each.plan_id].append(each)
    return {plan_id: _dated(found[plan_id], now) for plan_id in sorted(found)}


def versions_of(plan_id: str, now: datetime) -> list[PlanVersion]:
    """The same of one plan. Raises UnknownVersion where none of it is published."""
    if not (found := plans.all_versions(plan_id)):
        raise UnknownVersion(plan_id)
    return _dated(found, now)


def of_number(versions: Sequence[PlanVersion], number: int) -> PlanVersion:
    """Raises UnknownVersion."""
    for each in versions:
        if each.plan.version == number:
            return each
    raise UnknownVersion(number)


def proposed_versions(now: datetime) -> list[ProposedVersion]:
    """What waits for a second person, the latest first."""
    waiting = [
        each
        for each in actions.open_actions()
        if each.draft.kind == PUBLICATION and each.state_at(now) == PROPOSED
    ]
    found = (_proposed(each) for each in sorted(waiting, key=lambda each: each.proposed_at))
    return [each for each in found if each][::-1]


def worst_share(checked: CheckedPlan) -> WorstShare:
    worst = checked.worst_case
    return WorstShare(
        bounded=worst.bounded,
        at_order=worst.at_order,
        cap=Fraction(checked.words.caps.company.max_pct),
        volume=worst.volume,
        unbounded=tuple(each for each in worst.unbounded if each not in worst.unheld),
        unheld=tuple(worst.unheld),
    )


def sentences_of(checked: CheckedPlan) -> list[Section]:
    """A sentence for each choice, by titles: what `commissions plan show` says."""
    return plan_sentences(checked.words)


def changes_between(old: CheckedPlan, new: CheckedPlan) -> list[Section]:
    """What changes for whom, by titles: what `commissions plan diff` says."""
    return differences(old.words, new.words)


def written(plan: Plan) -> str:
    """The whole document, a field a line; in the order of the alphabet, as it is kept."""
    return json.dumps(plan.document, ensure_ascii=False, indent=2)


def checked_version(text: str, digest: str) -> CheckedPlan | None:
    """A version never changes, so it is read once."""
    return _checked.get(digest, lambda _: _read(text), max_age_seconds=math.inf)


def _read(text: str) -> CheckedPlan | None:
    try:
        return read_published(json.loads(text))
    except PlanRefused:
        return None


def _proposed(action: Action) -> ProposedVersion | None:
    text = str(action.draft.payload["document"])
    checked = checked_version(text, action.draft.digest)
    return ProposedVersion(action=action, plan=checked) if checked else None


def _dated(found: Iterable[Plan], now: datetime) -> list[PlanVersion]:
    in_order = sorted(found, key=lambda each: each.version)
    following = [each.effective_from for each in in_order[1:]]
    return [
        PlanVersion(plan=plan, state=_state(plan, until, now), until=until)
        for plan, until in zip(in_order, [*following, None], strict=True)
    ][::-1]


def _state(plan: Plan, until: datetime | None, now: datetime) -> VersionState:
    if plan.effective_from > now:
        return VersionState.PUBLISHED
    return VersionState.PAST if until is not None and until <= now else VersionState.ACTIVE
