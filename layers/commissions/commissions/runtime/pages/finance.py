"""/finance: what is owed, and what is paid."""

from commissions.runtime.http_api import PageRoute, family
from commissions.runtime.pages.front import front
from commissions.runtime.pages.gate import AccountGate

PREFIX = "/finance"

PAGES: tuple[PageRoute, ...] = ()
ROUTES = (front(PREFIX, PAGES), *PAGES)

handler = family(PREFIX, ROUTES, gate=AccountGate())
