"""What people write into forms, as it is read."""

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from commissions.runtime.http_messages import Request

REASON_MAX = 500
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(3000, 1, 1)
_ONCE = re.compile(r"[0-9]{8}-[0-9a-f]{20}", re.ASCII)


def said(request: Request, name: str, most: int = 255) -> str:
    """The first of a name in the form; "" of one that is not there."""
    values = request.form.get(name, ())
    return values[0].strip()[:most] if values else ""


def said_of(request: Request, names: Iterable[str]) -> dict[str, str]:
    return {name: said(request, name) for name in names}


def parameters(request: Request, names: Iterable[str]) -> Mapping[str, str]:
    """Of a link or of the form that it led to, without what is empty."""
    found = {name: said(request, name) or request.query.get(name, "")[:255] for name in names}
    return {name: word for name, word in found.items() if word}


def day_in(text: str) -> date | None:
    """`2026-11-20`; None of what is no day that anything of ours could be of: of those, others
    before and after are looked at, which the calendar's own ends do not have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day < LAST_DAY else None


def reason(request: Request) -> str:
    """Why somebody does something; "" where they do not say."""
    text = said(request, "reason", REASON_MAX)
    return text if any(each.isprintable() and not each.isspace() for each in text) else ""


def new_once(now: datetime) -> str:
    """Names a form, so that it is taken once however often it is sent."""
    return f"{now:%Y%m%d}-{secrets.token_hex(10)}"


def once(request: Request) -> str:
    """As `new_once` made it; a new one in place of anything else."""
    told = said(request, "once")
    return told if _ONCE.fullmatch(told) else new_once(request.now)
