"""Finance's pages on moto, as somebody's browser has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from unittest.mock import patch

from commissions.application.actions.payer import pay_out_approved
from commissions.domain.actions.action import Action
from commissions.domain.people.accounts import FINANCE, SignedIn
from commissions.runtime.http_api import family
from commissions.runtime.pages.finance import PREFIX, ROUTES
from tests.support.console_pages import HIDDEN
from tests.support.page_rules import faults
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody
from tests.support.paid_company import NOW


def payer(account_id: str = "kim", now: datetime = NOW, **more: Any) -> SignedIn:
    """Of finance, who has just signed in."""
    given: dict[str, Any] = {"reauthenticated_at": now, "account_id": account_id}
    return somebody(*more.pop("roles", (FINANCE,)), **given | more)


def asks(
    path: str,
    who: SignedIn | None = None,
    *,
    form: Mapping[str, str] | None = None,
    now: datetime = NOW,
    **more: Any,
) -> Answered:
    """What a page answers; a whole page has no faults, whatever it shows."""
    address, _, query = path.partition("?")
    handler = family(PREFIX, ROUTES, gate=OpenGate(who or payer(now=now)))
    answer = ask(handler, page_event(address, query=query, form=form, now=now, **more))
    if "<!doctype html>" in answer.body.decode(errors="replace"):
        assert faults(answer.text) == []
    return answer


def form_in(page: Answered, action: str) -> dict[str, str]:
    """What the form of a page that leads there sends by itself."""
    from html import unescape

    [_, *forms] = page.text.split("<form ")
    [own] = [each for each in forms if f'action="{action}"' in each.partition(">")[0]][:1]
    inside = own.partition("</form>")[0]
    return {name: unescape(value) for name, value in HIDDEN.findall(inside)}


def sends(
    path: str, form: Mapping[str, str], who: SignedIn | None = None, now: datetime = NOW
) -> tuple[Answered, list[Action]]:
    """Sends a form, and carries out what it led to as the function does that pays."""
    told: list[str] = []

    def tell(action: Action) -> None:
        told.append(action.action_id)

    with patch("commissions.runtime.pages.finance_actions.have_paid_out", tell):
        answer = asks(path, who, form=form, now=now)
    return answer, [pay_out_approved(each, now) for each in told]


def does(
    path: str, who: SignedIn | None = None, now: datetime = NOW, *, at: str = "", **fields: str
) -> tuple[Answered, list[Action]]:
    """Opens the page of a form, sends it as it stands with these fields, and has it done. `at`:
    where the form stands, if it is not where it leads to."""
    opened = asks(at or path, who, now=now)
    assert opened.status == 200
    address = path.partition("?")[0]
    return sends(address, form_in(opened, address) | fields, who, now)
