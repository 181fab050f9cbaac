"""The console on moto, as somebody's browser has it."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from commissions.application.actions.worker import carry_out_approved
from commissions.domain.actions.action import Action
from commissions.domain.people.accounts import OPERATOR, SignedIn
from commissions.runtime.http_api import family
from commissions.runtime.pages.console import PREFIX, ROUTES
from tests.support.page_rules import faults
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody

HANDING_OVER = ("asking", "console_actions", "console_parked_act", "console_period_act")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def operator(account_id: str = "mara", **more: Any) -> SignedIn:
    given: dict[str, Any] = {"reauthenticated_at": datetime.now(UTC), "account_id": account_id}
    return somebody(*more.pop("roles", (OPERATOR,)), **given | more)


def asks(
    path: str, who: SignedIn | None = None, *, form: Mapping[str, str] | None = None, **more: Any
) -> Answered:
    """What a page answers; a whole page has no faults, whatever it shows."""
    address, _, query = path.partition("?")
    handler = family(PREFIX, ROUTES, gate=OpenGate(who or operator()))
    event = page_event(address, query=query, form=form, now=datetime.now(UTC), **more)
    answer = ask(handler, event)
    if answer.status == 200 and "<!doctype html>" in answer.text:
        assert faults(answer.text) == []
    return answer


def form_in(page: Answered) -> dict[str, str]:
    """What a page's form sends by itself."""
    from html import unescape

    return {name: unescape(value) for name, value in HIDDEN.findall(page.text)}


def acts(path: str, who: SignedIn | None = None, /, **fields: Any) -> tuple[Answered, list[Action]]:
    """Opens a form, sends it as it stands with these fields, and has done what it led to."""
    opened = asks(path, who)
    assert opened.status == 200, opened.text
    return sends(path, form_in(opened) | fields, who)


def sends(
    path: str, form: Mapping[str, str], who: SignedIn | None = None
) -> tuple[Answered, list[Action]]:
    """Sends a form, and carries out what it led to as the worker does."""
    told: list[str] = []

    def tell(action: Action) -> None:
        told.append(action.action_id)

    with handing_over(tell):
        answer = asks(path.partition("?")[0], who, form=form)
    return answer, [carry_out_approved(each, datetime.now(UTC)) for each in told]


@contextmanager
def handing_over(tell: Callable[[Action], None]) -> Iterator[None]:
    """What is approved is told to this, in place of the function that carries it out."""
    with ExitStack() as patches:
        for module in HANDING_OVER:
            patches.enter_context(
                patch(f"commissions.runtime.pages.{module}.have_carried_out", tell)
            )
        yield


def long_ago(who: SignedIn) -> SignedIn:
    """Who signed in this morning."""
    return replace(who, reauthenticated_at=datetime(2026, 1, 1, tzinfo=UTC))
