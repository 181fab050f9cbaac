"""/app/orders: a member's orders of a month, as page and file, and why each paid what it did."""

import re
from collections.abc import Callable

from commissions.application.queries import cursors, member_month, member_orders, order_why
from commissions.application.queries.cursors import NotThisCursor
from commissions.application.queries.member_orders import (
    OrdersAsked,
    OrdersReader,
    Show,
    TooManyLines,
)
from commissions.application.queries.order_why import NotTheirs
from commissions.application.queries.published_plans import (
    WHOLE_MONTH,
    PublishedPlans,
    published,
)
from commissions.domain.ledger.why import OrderWhy
from commissions.pages.frame import Frame
from commissions.pages.member import orders, orders_csv, why
from commissions.pages.member.order_rows import Seen
from commissions.pages.member.orders import OrdersFilter, OrdersFound, OrdersView
from commissions.runtime.frames import SHEET, frame_of
from commissions.runtime.http_messages import BadForm, NotHere, PageRoute, Request, Response
from commissions.runtime.pages.member_home import MEMBERS, member_of, month_of

CSV = "text/csv; charset=utf-8"
FILE_LINES_MAX = 10_000
"""Of one file: more would take longer than somebody waits."""
NUMBER_MAX = 200
Explains = Callable[[str, str, PublishedPlans], OrderWhy]
"""By a member's id and a key, of what is theirs. Raises NotTheirs."""
DAYS = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)


def orders_page(request: Request) -> Response:
    frame = frame_of(request, "app", "orders")
    view = _view(request, frame)
    if request.fragment and "after" in request.query:
        return Response(body=orders.render_more(view, frame))
    return Response(body=orders.render(view, frame))


def orders_file(request: Request) -> Response:
    """The month, or some days of it; with the same filter as the page."""
    plans, frame = published(), frame_of(request, "app", "orders")
    asked = _asked(request, plans)
    days = _days(request.query.get("days", ""), frame)
    reader = OrdersReader(member_of(request), _to_read(asked), plans)
    try:
        every = list(member_orders.every_order(reader, days, FILE_LINES_MAX))
    except TooManyLines:
        says = str(frame.text("orders.too-many", count=FILE_LINES_MAX))
        raise BadForm("days", says) from None
    return Response(
        body=orders_csv.csv_of(every, frame.text),
        content_type=CSV,
        headers={"content-disposition": f'attachment; filename="orders-{asked.month}.csv"'},
    )


def order_page(request: Request) -> Response:
    return _why(request, order_why.of_order, request.path_params["key"])


def line_page(request: Request) -> Response:
    return _why(request, order_why.of_line, request.path_params["id"])


def _why(request: Request, read: Explains, key: str) -> Response:
    try:
        facts = read(member_of(request), key, published())
    except NotTheirs:
        raise NotHere from None
    view = why.why(facts, request.now, request.who.zone)
    in_sheet = request.fragment and request.headers.get("hx-target") == SHEET
    return Response(body=why.render(view, frame_of(request, "app", "orders"), in_sheet=in_sheet))


def _view(request: Request, frame: Frame) -> OrdersView:
    plans, member = published(), member_of(request)
    asked = _asked(request, plans)
    month = member_month.read(member, asked.month)
    currencies = [each.base_currency for each in plans.in_force(request.now)]
    return orders.orders(
        asked,
        month,
        _found(request, member, asked, plans, frame),
        stores=member_orders.store_ids(),
        currency=next(iter(currencies), ""),
        today=plans.today(request.now),
        seen=Seen(now=request.now, zone=request.who.zone),
    )


def _found(
    request: Request, member: str, asked: OrdersFilter, plans: PublishedPlans, frame: Frame
) -> OrdersFound:
    if asked.number:
        found = member_orders.of_number(member, asked.number, plans)
        return OrdersFound(orders=member_orders.listed(found, {}, plans))
    said = {"list": "orders", "month": asked.month, "show": asked.show, "store": asked.store}
    key = request.session.encode()
    after = request.query.get("after", "")
    try:
        position = cursors.opened(key, member, said, after) if after else ""
    except NotThisCursor:
        raise BadForm("after", str(frame.text("orders.not-this-cursor"))) from None
    reader = OrdersReader(member, _to_read(asked), plans)
    page = member_orders.page(reader, position)
    return OrdersFound(
        orders=page.listed,
        goes_on=cursors.sealed(key, member, said, page.goes_on) if page.goes_on else "",
        looked_until=page.looked_until,
    )


def _asked(request: Request, plans: PublishedPlans) -> OrdersFilter:
    """Words that nobody offers are not there. Raises NotHere."""
    show = request.query.get("show") or Show.ALL
    if show not in list(Show):
        raise NotHere
    store = request.query.get("store", "")
    if store and store not in member_orders.store_ids():
        raise NotHere
    return OrdersFilter(
        month=month_of(request, plans),
        show=show,
        store=store,
        number=request.query.get("number", "").strip()[:NUMBER_MAX],
    )


def _to_read(asked: OrdersFilter) -> OrdersAsked:
    return OrdersAsked(month=asked.month, show=Show(asked.show), store=asked.store)


def _days(text: str, frame: Frame) -> range:
    """`1-10`; all where none are named. Raises BadForm."""
    if not text:
        return WHOLE_MONTH
    found = DAYS.fullmatch(text)
    days = range(int(found[1]), int(found[2]) + 1) if found else range(0)
    if not days or days.start not in WHOLE_MONTH or days.stop - 1 not in WHOLE_MONTH:
        raise BadForm("days", str(frame.text("orders.no-such-days")))
    return days


ROUTES = (
    PageRoute("GET", "/app/orders", MEMBERS, orders_page),
    PageRoute("GET", "/app/orders.csv", MEMBERS, orders_file),
    PageRoute("GET", "/app/orders/{key}/why", MEMBERS, order_page),
    PageRoute("GET", "/app/lines/{id}/why", MEMBERS, line_page),
)
