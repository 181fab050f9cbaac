"""What surrounds a page: made of who asks, and where they are."""

import os
from collections.abc import Mapping

from commissions.domain.people.accounts import SignedIn
from commissions.pages import brand, text
from commissions.pages.frame import Frame, fragment, page, sheet
from commissions.runtime.http_event import ReceivedRequest
from commissions.runtime.http_messages import Request

COMPANY = os.environ["COMPANY_NAME"]
ACCENT = brand.stated(os.environ["COMPANY_ACCENT"])
SHEET = "sheet-body"
"""What a page shows beside itself, as htmx names it."""


def frame_of(request: Request, family: str, active: str, *, standing: str = "") -> Frame:
    """Of a page for somebody who is signed in. `family`: `app`, `console` or `finance`; `active`:
    the page's id in the navigation."""
    who = request.who
    return Frame(
        family=family,
        active=active,
        text=text.of(text.chosen(who.language, request.headers.get("accept-language", ""))),
        zone=who.zone,
        who=_shown(who),
        roles=who.roles,
        company=COMPANY,
        accent=ACCENT,
        now=request.now,
        standing=standing,
    )


def frame_for(asked: ReceivedRequest, family: str, who: SignedIn | None) -> Frame:
    """Of a page for whoever asks: without a way to other pages where nobody is signed in."""
    accepted = asked.headers.get("accept-language", "")
    return Frame(
        family=family,
        active="",
        text=text.of(text.chosen(who.language if who else "", accepted)),
        zone=who.zone if who else "UTC",
        who=_shown(who) if who else "",
        roles=who.roles if who else frozenset(),
        company=COMPANY,
        accent=ACCENT,
        now=asked.now,
    )


def rendered(name: str, frame: Frame, headers: Mapping[str, str], **values: object) -> str:
    """A page as it was asked for: whole, for the sheet, or its main block alone.

    `headers`: of the request, by lower-case name.
    """
    if headers.get("hx-request") != "true":
        return page(name, frame, **values)
    if headers.get("hx-target") == SHEET:
        return sheet(name, frame, **values)
    return fragment(name, "main", frame, **values)


def _shown(who: SignedIn) -> str:
    """Who has no name in the user pool is shown as what they are here."""
    return who.name or who.member_id or who.user_id[:8]
