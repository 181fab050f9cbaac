"""/console: what an operator looks after."""

from collections.abc import Callable
from types import ModuleType

from commissions.domain.people.accounts import AUDITOR, OPERATOR, STAFF
from commissions.runtime.beside_api import HttpHandler, beside_api
from commissions.runtime.http_api import PageRoute, Request, Response, family
from commissions.runtime.pages.front import front
from commissions.runtime.pages.gate import AccountGate

PREFIX = "/console"
OPERATORS = frozenset({OPERATOR, AUDITOR})
ACTING = frozenset({OPERATOR})

RECONCILED_DAY = "/console/reconciliation/{day}"

# Each is loaded when it is first asked for: nobody who looks at one waits for all of them.


def _health() -> ModuleType:
    from commissions.runtime.pages import console_health

    return console_health


def _parked() -> ModuleType:
    from commissions.runtime.pages import console_parked

    return console_parked


def _parked_act() -> ModuleType:
    from commissions.runtime.pages import console_parked_act

    return console_parked_act


def _stores() -> ModuleType:
    from commissions.runtime.pages import console_stores

    return console_stores


def _store_act() -> ModuleType:
    from commissions.runtime.pages import console_store_act

    return console_store_act


def _skus() -> ModuleType:
    from commissions.runtime.pages import console_skus

    return console_skus


def _sku_value() -> ModuleType:
    from commissions.runtime.pages import console_sku_value

    return console_sku_value


def _sku_load() -> ModuleType:
    from commissions.runtime.pages import console_sku_load

    return console_sku_load


def _dead_letters() -> ModuleType:
    from commissions.runtime.pages import console_dead_letters

    return console_dead_letters


def _actions() -> ModuleType:
    from commissions.runtime.pages import console_actions

    return console_actions


def _reconciliation() -> ModuleType:
    from commissions.runtime.pages import console_reconciliation

    return console_reconciliation


def _reconcile() -> ModuleType:
    from commissions.runtime.pages import console_reconcile

    return console_reconcile


def _privacy() -> ModuleType:
    from commissions.runtime.pages import console_privacy

    return console_privacy


def _privacy_act() -> ModuleType:
    from commissions.runtime.pages import console_privacy_act

    return console_privacy_act


def _audit() -> ModuleType:
    from commissions.runtime.pages import console_audit

    return console_audit


def _plans() -> ModuleType:
    from commissions.runtime.pages import console_plans

    return console_plans


def _plan_check() -> ModuleType:
    from commissions.runtime.pages import console_plan_check

    return console_plan_check


def _periods() -> ModuleType:
    from commissions.runtime.pages import console_periods

    return console_periods


def _period_act() -> ModuleType:
    from commissions.runtime.pages import console_period_act

    return console_period_act


def _page(load: Callable[[], ModuleType], name: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        page: Callable[[Request], Response] = getattr(load(), name)
        return page(request)

    return answer


def _looks(pattern: str, roles: frozenset[str], load: Callable[[], ModuleType]) -> PageRoute:
    """A part that pages ask for by themselves."""
    return PageRoute("GET", pattern, roles, _page(load, "look"), clocked=True)


PAGES: tuple[PageRoute, ...] = (
    PageRoute("GET", "/console/health", OPERATORS, _page(_health, "show")),
    PageRoute("GET", "/console/health/{store}", OPERATORS, _page(_health, "show_store")),
    _looks("/console/looks/health", OPERATORS, _health),
    PageRoute("GET", "/console/stores", OPERATORS, _page(_stores, "show")),
    PageRoute("GET", "/console/stores/{store}", OPERATORS, _page(_stores, "show_store")),
    PageRoute("GET", "/console/stores/{store}/{choice}", OPERATORS, _page(_store_act, "show")),
    PageRoute("POST", "/console/stores/{store}/{choice}", ACTING, _page(_store_act, "act")),
    _looks("/console/looks/stores/{store}", OPERATORS, _stores),
    PageRoute("GET", "/console/parked", OPERATORS, _page(_parked, "show")),
    PageRoute("GET", "/console/parked/orders/{key}", OPERATORS, _page(_parked, "show_order")),
    PageRoute("GET", "/console/parked/act/{choice}", OPERATORS, _page(_parked_act, "show")),
    PageRoute("POST", "/console/parked/act/{choice}", ACTING, _page(_parked_act, "act")),
    _looks("/console/looks/parked", OPERATORS, _parked),
    PageRoute("GET", "/console/plans", OPERATORS, _page(_plans, "show")),
    PageRoute("GET", "/console/plans/compare", OPERATORS, _page(_plans, "compare")),
    PageRoute("GET", "/console/plans/check", ACTING, _page(_plan_check, "show")),
    PageRoute("POST", "/console/plans/check", ACTING, _page(_plan_check, "check")),
    PageRoute("POST", "/console/plans/propose", ACTING, _page(_plan_check, "propose")),
    PageRoute("GET", "/console/plans/{plan}/{version}", OPERATORS, _page(_plans, "show_version")),
    PageRoute("GET", "/console/skus", OPERATORS, _page(_skus, "show")),
    PageRoute("GET", "/console/skus/find", OPERATORS, _page(_skus, "find")),
    PageRoute("GET", "/console/skus/gaps.csv", OPERATORS, _page(_sku_load, "gaps_file")),
    PageRoute("GET", "/console/skus/load", OPERATORS, _page(_sku_load, "show")),
    PageRoute("POST", "/console/skus/load", ACTING, _page(_sku_load, "act")),
    PageRoute("GET", "/console/skus/{key}", OPERATORS, _page(_skus, "show_sku")),
    PageRoute("GET", "/console/skus/{key}/value", OPERATORS, _page(_sku_value, "show")),
    PageRoute("POST", "/console/skus/{key}/value", ACTING, _page(_sku_value, "act")),
    PageRoute("GET", "/console/dead-letters", OPERATORS, _page(_dead_letters, "show")),
    PageRoute(
        "GET", "/console/dead-letters/{queue}", OPERATORS, _page(_dead_letters, "show_queue")
    ),
    PageRoute(
        "GET", "/console/dead-letters/{queue}/send", OPERATORS, _page(_dead_letters, "show_send")
    ),
    PageRoute("POST", "/console/dead-letters/{queue}/send", ACTING, _page(_dead_letters, "send")),
    PageRoute("GET", "/console/periods", OPERATORS, _page(_periods, "show")),
    PageRoute("GET", "/console/periods/{period}", OPERATORS, _page(_periods, "show_period")),
    PageRoute("GET", "/console/periods/{period}/{choice}", ACTING, _page(_period_act, "show")),
    PageRoute("POST", "/console/periods/{period}/{choice}", ACTING, _page(_period_act, "act")),
    _looks("/console/looks/periods/{period}", OPERATORS, _periods),
    PageRoute("GET", "/console/actions", STAFF, _page(_actions, "show_all")),
    PageRoute("GET", "/console/actions/{id}", STAFF, _page(_actions, "show")),
    _looks("/console/looks/actions/{id}", STAFF, _actions),
    PageRoute("POST", "/console/actions/{id}/approve", ACTING, _page(_actions, "approve")),
    PageRoute("POST", "/console/actions/{id}/reject", ACTING, _page(_actions, "reject")),
    PageRoute("POST", "/console/actions/{id}/finish", ACTING, _page(_actions, "finish")),
    PageRoute("GET", "/console/reconciliation", OPERATORS, _page(_reconciliation, "show")),
    PageRoute(
        "GET", "/console/reconciliation/{day}", OPERATORS, _page(_reconciliation, "show_day")
    ),
    PageRoute("POST", RECONCILED_DAY, ACTING, _page(_reconcile, "run")),
    _looks("/console/looks/reconciliation/{day}", OPERATORS, _reconciliation),
    PageRoute("GET", "/console/privacy", OPERATORS, _page(_privacy, "show")),
    PageRoute("GET", "/console/privacy/{ticket}", OPERATORS, _page(_privacy, "show_request")),
    PageRoute("POST", "/console/privacy/{ticket}/held", ACTING, _page(_privacy_act, "show_held")),
    PageRoute("POST", "/console/privacy/{ticket}/done", ACTING, _page(_privacy_act, "done")),
    _looks("/console/looks/privacy/{ticket}", OPERATORS, _privacy),
    PageRoute("GET", "/console/audit", STAFF, _page(_audit, "show")),
    PageRoute("GET", "/console/audit.jsonl", STAFF, _page(_audit, "file")),
    PageRoute("GET", "/console/audit/{day}/{number}", STAFF, _page(_audit, "show_entry")),
)
ROUTES = (front(PREFIX, PAGES), *PAGES)


def _api() -> HttpHandler:
    from commissions.runtime.api.console import handler as answers

    return answers


handler = beside_api(family(PREFIX, ROUTES, gate=AccountGate()), load=_api)
