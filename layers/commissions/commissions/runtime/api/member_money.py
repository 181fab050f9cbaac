"""A member's months, orders, lines and payouts: the readers of their pages, as JSON."""

from collections.abc import Callable

from commissions.application.queries import member_orders, money, order_why
from commissions.application.queries.member_home import HomeReader
from commissions.application.queries.member_orders import OrdersAsked, OrdersReader, Show
from commissions.application.queries.money import NotTheirPayout
from commissions.application.queries.order_why import NotTheirs
from commissions.application.queries.published_plans import PublishedPlans, published
from commissions.domain.ledger.why import OrderWhy
from commissions.runtime.api import money_bodies, month_bodies, order_bodies, why_bodies
from commissions.runtime.api.messages import ApiRequest
from commissions.runtime.api.money_bodies import BalancesBody, LineList, PayoutBody, PayoutList
from commissions.runtime.api.month_bodies import SummaryBody
from commissions.runtime.api.order_bodies import OrderList
from commissions.runtime.api.parameters import CURSOR, LIMIT, MONTH, QueryParameter
from commissions.runtime.api.problems import not_found, unfit
from commissions.runtime.api.why_bodies import WhyBody

SHOW = QueryParameter(
    name="show",
    says="Which of them: own sales, those of the team, what was taken back, what is not paid",
    words=tuple(Show),
    default=Show.ALL,
)
STORE = QueryParameter(name="store", says="Of one store alone, by its id")
NUMBER = QueryParameter(
    name="number",
    says="The orders of that number alone, of whatever month: `1001`, or `tea-us/1001`",
)
OF_ORDERS = (MONTH, SHOW, STORE, NUMBER, CURSOR, LIMIT)
OF_LINES = (MONTH, CURSOR, LIMIT)

type ReadsWhy = Callable[[str, str, PublishedPlans], OrderWhy]


def summary(request: ApiRequest) -> SummaryBody:
    plans = published()
    reader = HomeReader(
        request.member, _month(request, plans), plans, request.now, request.caller.zone
    )
    return month_bodies.summary(reader.read())


def orders(request: ApiRequest) -> OrderList:
    plans, member = published(), request.member
    if number := request.query[NUMBER.name].strip():
        found = member_orders.of_number(member, number, plans)
        return order_bodies.orders(member_orders.listed(found, {}, plans), request.base, None)
    store = request.query[STORE.name]
    if store and store not in member_orders.store_ids():
        raise unfit(STORE.name, "there is no such store")
    asked = OrdersAsked(
        month=_month(request, plans), show=Show(request.query[SHOW.name]), store=store
    )
    reader = OrdersReader(member, asked, plans, most=request.limit)
    page = member_orders.page(reader, request.position)
    return order_bodies.orders(page.listed, request.base, request.next(page.goes_on))


def order(request: ApiRequest) -> WhyBody:
    return _why(request, order_why.of_order, request.path_params["key"])


def line(request: ApiRequest) -> WhyBody:
    return _why(request, order_why.of_line, request.path_params["id"])


def lines(request: ApiRequest) -> LineList:
    plans = published()
    month = _month(request, plans)
    found = money.statement_rows(request.member, month, plans, request.position, request.limit)
    return money_bodies.lines(found.rows, request.base, request.next(found.goes_on))


def balance(request: ApiRequest) -> BalancesBody:
    return money_bodies.money(
        money.balance(request.member, published(), request.now, request.caller.zone)
    )


def payouts(request: ApiRequest) -> PayoutList:
    """By batch: the latest of those that follow the one where the page before ended."""
    found = money.payouts_of(request.member)
    if after := request.position:
        batches = [each.batch for each in found]
        found = found[batches.index(after) + 1 :] if after in batches else []
    shown = found[: request.limit]
    goes_on = shown[-1].batch if len(found) > len(shown) else ""
    return money_bodies.payouts(shown, request.base, request.next(goes_on))


def payout(request: ApiRequest) -> PayoutBody:
    try:
        found = money.payout_of(request.member, request.path_params["batch"])
    except NotTheirPayout:
        raise not_found() from None
    return money_bodies.payout(found, request.base)


def _why(request: ApiRequest, read: ReadsWhy, key: str) -> WhyBody:
    try:
        return why_bodies.why(read(request.member, key, published()))
    except NotTheirs:
        raise not_found() from None


def _month(request: ApiRequest, plans: PublishedPlans) -> str:
    return request.query[MONTH.name] or plans.month_now(request.now)
