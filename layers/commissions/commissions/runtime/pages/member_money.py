"""/app/money: a member's balance, payouts, and the statement of a month as page and file."""

from commissions.application.queries import money as queries
from commissions.application.queries.money import NotTheirPayout, TooManyRows
from commissions.application.queries.published_plans import published
from commissions.pages.member import money, payouts, statement
from commissions.pages.member.statement import StatementView
from commissions.runtime.frames import SHEET, frame_of
from commissions.runtime.http_messages import BadForm, NotHere, PageRoute, Request, Response
from commissions.runtime.pages.member_home import MEMBERS, member_of, month_of

CSV = "text/csv; charset=utf-8"
PAGE = "money"


def money_page(request: Request) -> Response:
    plans, zone = published(), request.who.zone
    facts = queries.balance(member_of(request), plans, request.now, zone)
    currencies = [each.base_currency for each in plans.in_force(request.now)]
    view = money.money(facts, next(iter(currencies), "USD"), zone)
    return Response(body=money.render(view, frame_of(request, "app", PAGE)))


def payouts_page(request: Request) -> Response:
    view = payouts.payouts(queries.payouts_of(member_of(request)))
    return Response(body=payouts.render(view, frame_of(request, "app", PAGE)))


def payout_page(request: Request) -> Response:
    try:
        found = queries.payout_of(member_of(request), request.path_params["batch"])
    except NotTheirPayout:
        raise NotHere from None
    in_sheet = request.fragment and request.headers.get("hx-target") == SHEET
    frame = frame_of(request, "app", PAGE)
    return Response(body=payouts.render_one(payouts.payout(found), frame, in_sheet=in_sheet))


def statement_page(request: Request) -> Response:
    return Response(body=statement.render(_statement(request), frame_of(request, "app", PAGE)))


def statement_file(request: Request) -> Response:
    view = _statement(request)
    name = f"statement-{view.month.month}.csv"
    return Response(
        body=statement.csv_of(view, frame_of(request, "app", PAGE).text),
        content_type=CSV,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _statement(request: Request) -> StatementView:
    plans = published()
    month = month_of(request, plans)
    try:
        facts = queries.statement_of(member_of(request), month, plans)
    except TooManyRows:
        most = queries.STATEMENT_LINES_MAX
        says = frame_of(request, "app", PAGE).text("money.too-many", count=most)
        raise BadForm("month", str(says)) from None
    return statement.statement(facts, plans.today(request.now))


ROUTES = (
    PageRoute("GET", "/app/money", MEMBERS, money_page),
    PageRoute("GET", "/app/money/payouts", MEMBERS, payouts_page),
    PageRoute("GET", "/app/money/payouts/{batch}", MEMBERS, payout_page),
    PageRoute("GET", "/app/money/statement", MEMBERS, statement_page),
    PageRoute("GET", "/app/money/statement.csv", MEMBERS, statement_file),
)
