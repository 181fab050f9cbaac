"""An action on record as pages show it, whoever decides on it."""

from datetime import datetime

from commissions.domain.actions.action import Action, EffectLine
from commissions.domain.actions.agreeing import same_person
from commissions.domain.actions.paid_kinds import PAID_OUT
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.money import Money
from commissions.domain.people.accounts import AUDITOR, FINANCE, SignedIn
from commissions.pages.console import actions as page
from commissions.pages.console.actions import ActionView, MovedLine

FINANCE_PATH = "/finance/actions"


def action_view(
    action: Action, who: SignedIn, now: datetime, *, why_not: str = "", hindrance: str = ""
) -> ActionView:
    """`why_not`: why this person may not approve it; empty where they may."""
    draft = action.draft
    return ActionView(
        action_id=action.action_id,
        kind=draft.kind,
        target=draft.target,
        state=action.state_at(now),
        by=draft.by,
        is_own=same_person(draft.by, who.account_id),
        why=draft.why,
        proposed_at=action.proposed_at,
        expires_at=action.expires_at,
        agreed_by=action.agreed_by,
        agreed_at=action.agreed_at,
        ended_by=action.ended_by,
        ended_at=action.ended_at,
        outcome=action.outcome,
        seen=draft.digest,
        says=draft.effect.says,
        moved=[_moved(each) for each in draft.effect.lines],
        may_decide=not why_not,
        why_not=why_not,
        hindrance=hindrance,
        path=_path_for(draft.kind, who),
        failed=list(action.failed.items()),
    )


def _path_for(kind: str, who: SignedIn) -> str:
    """What finance decides on stands on finance's pages, for whoever may see these."""
    sees = not who.roles.isdisjoint({FINANCE, AUDITOR})
    return FINANCE_PATH if kind in PAID_OUT and sees else page.PATH


def _moved(effect: EffectLine) -> MovedLine:
    if effect.unit in UNITS:
        return MovedLine(
            who=effect.who,
            unit=effect.unit.upper(),
            before=effect.before,
            after=effect.after,
            change=effect.after - effect.before,
        )
    before, after = Money(effect.before, effect.unit), Money(effect.after, effect.unit)
    return MovedLine(who=effect.who, unit="", before=before, after=after, change=after - before)
