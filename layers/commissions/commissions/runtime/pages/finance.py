"""/finance: what is owed, and what is paid."""

from collections.abc import Callable
from types import ModuleType

from commissions.domain.people.accounts import AUDITOR, FINANCE
from commissions.runtime.beside_api import HttpHandler, beside_api
from commissions.runtime.http_api import PageRoute, Request, Response, family
from commissions.runtime.pages.front import front
from commissions.runtime.pages.gate import AccountGate

PREFIX = "/finance"
FINANCES = frozenset({FINANCE, AUDITOR})
PAYING = frozenset({FINANCE})

# Each is loaded when it is first asked for: nobody who looks at one waits for all of them.


def _payables() -> ModuleType:
    from commissions.runtime.pages import finance_payables

    return finance_payables


def _payees() -> ModuleType:
    from commissions.runtime.pages import finance_payees

    return finance_payees


def _batches() -> ModuleType:
    from commissions.runtime.pages import finance_batches

    return finance_batches


def _new_batch() -> ModuleType:
    from commissions.runtime.pages import finance_new_batch

    return finance_new_batch


def _batch_act() -> ModuleType:
    from commissions.runtime.pages import finance_batch_act

    return finance_batch_act


def _settling() -> ModuleType:
    from commissions.runtime.pages import finance_settling

    return finance_settling


def _files() -> ModuleType:
    from commissions.runtime.pages import finance_files

    return finance_files


def _liability() -> ModuleType:
    from commissions.runtime.pages import finance_liability

    return finance_liability


def _adjustments() -> ModuleType:
    from commissions.runtime.pages import finance_adjustments

    return finance_adjustments


def _evidence() -> ModuleType:
    from commissions.runtime.pages import finance_evidence

    return finance_evidence


def _actions() -> ModuleType:
    from commissions.runtime.pages import finance_actions

    return finance_actions


def _looks(pattern: str, load: Callable[[], ModuleType], name: str) -> PageRoute:
    return PageRoute("GET", pattern, FINANCES, _page(load, name))


def _does(pattern: str, load: Callable[[], ModuleType], name: str) -> PageRoute:
    return PageRoute("POST", pattern, PAYING, _page(load, name))


def _page(load: Callable[[], ModuleType], name: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        page: Callable[[Request], Response] = getattr(load(), name)
        return page(request)

    return answer


_BATCH = "/finance/batches/{batch}"
_PAYOUT = f"{_BATCH}/payouts/{{payee}}"
_ACTION = "/finance/actions/{id}"
PAGES: tuple[PageRoute, ...] = (
    _looks("/finance/payables", _payables, "show"),
    _looks("/finance/payables/{list}", _payables, "show_people"),
    _does("/finance/payables/count", _payables, "count"),
    _looks("/finance/payees/{member}", _payees, "show"),
    _does("/finance/payees/{member}", _payees, "write_off"),
    _looks("/finance/batches", _batches, "show_all"),
    _looks("/finance/batches/new", _new_batch, "show"),
    _does("/finance/batches/new", _new_batch, "act"),
    _looks(_BATCH, _batches, "show"),
    _looks(f"{_BATCH}/act/{{choice}}", _batch_act, "show"),
    _does(f"{_BATCH}/act/{{choice}}", _batch_act, "act"),
    _looks(f"{_BATCH}/settle", _settling, "show"),
    _does(f"{_BATCH}/settle", _settling, "act"),
    _does(f"{_BATCH}/file", _files, "take"),
    _looks(_PAYOUT, _settling, "show_payout"),
    _does(_PAYOUT, _settling, "settle_payout"),
    _looks("/finance/liability", _liability, "show"),
    _looks("/finance/adjustments", _adjustments, "show"),
    _looks("/finance/evidence", _evidence, "show"),
    _does("/finance/evidence/{kind}", _evidence, "make"),
    _looks(_ACTION, _actions, "show"),
    PageRoute(
        "GET", "/finance/looks/actions/{id}", FINANCES, _page(_actions, "look"), clocked=True
    ),
    _does(f"{_ACTION}/approve", _actions, "approve"),
    _does(f"{_ACTION}/reject", _actions, "reject"),
    _does(f"{_ACTION}/finish", _actions, "finish"),
)
ROUTES = (front(PREFIX, PAGES), *PAGES)


def _api() -> HttpHandler:
    from commissions.runtime.api.finance import handler as answers

    return answers


handler = beside_api(family(PREFIX, ROUTES, gate=AccountGate()), load=_api)
