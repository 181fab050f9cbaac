"""/console: what an operator looks after."""

from commissions.runtime.http_api import PageRoute, family
from commissions.runtime.pages.front import front
from commissions.runtime.pages.gate import AccountGate

PREFIX = "/console"

PAGES: tuple[PageRoute, ...] = ()
ROUTES = (front(PREFIX, PAGES), *PAGES)

handler = family(PREFIX, ROUTES, gate=AccountGate())
