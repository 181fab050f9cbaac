"""/console/parked: what waits, made into pages."""

from collections.abc import Sequence

from commissions.application.queries import order_story
from commissions.application.queries.order_story import OrderStory
from commissions.application.queries.orders_at_stake import AtStake
from commissions.application.queries.parked_orders import (
    ParkedGroup,
    ParkedOrders,
    digest_of_records,
    fitting_records,
    parked_orders,
)
from commissions.application.queries.told_twice import told_twice
from commissions.domain.money import Money
from commissions.domain.orders.order import OrderPlaced, sum_of
from commissions.domain.orders.parked_choices import choices
from commissions.domain.orders.parked_filter import AGES, ParkedFilter, store_of
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.addresses import part_of
from commissions.pages.console import parked as page
from commissions.pages.console import parked_order as order_page
from commissions.pages.console.parked import ParkedCard, ParkedLine, ParkedView, StakeView
from commissions.pages.console.parked_order import (
    OrderLine,
    ParkedOrderView,
    TellingField,
    ToldEvent,
    WaitingRecord,
)
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response, nothing_new
from commissions.runtime.pages.forms import parameters
from commissions.tables.parked import ParkedEntry

LINES_MAX = 10
"""Of each group so many are shown; all of them where a link narrows it down to one."""
LINES_OF_ONE_MAX = 200
TOLD_MAX = 50
PARAMETERS = ("cause", "store", "waits", "age", "order")


def show(request: Request) -> Response:
    view = parked_view(parked_orders(filter_of(request), request.now), request)
    return Response(body=page.render(view, frame_of(request, "console", "parked")))


def look(request: Request) -> Response:
    """Nothing new while the same waits: then what is at stake is not looked up either."""
    wanted = filter_of(request)
    if request.query.get("version") == version_of(fitting_records(wanted, request.now)):
        return nothing_new()
    view = parked_view(parked_orders(wanted, request.now), request)
    return Response(body=page.render_look(view, frame_of(request, "console", "parked")))


def show_order(request: Request) -> Response:
    """Raises NotHere."""
    story = order_story.read(request.path_params["key"])
    if not (story.rows or story.parked):
        raise NotHere
    view = order_view(story, may_act=OPERATOR in request.who.roles)
    frame = frame_of(request, "console", "parked")
    return Response(body=order_page.render(view, frame, in_sheet=request.fragment))


def filter_of(request: Request) -> ParkedFilter:
    """An age that there is not is none."""
    found = parameters(request, PARAMETERS)
    age = found.get("age", "")
    return ParkedFilter(
        reason=found.get("cause", ""),
        store_id=found.get("store", ""),
        waits_for=found.get("waits", ""),
        age=age if age in AGES else "",
        order_key=found.get("order", ""),
    )


def parked_view(found: ParkedOrders, request: Request) -> ParkedView:
    wanted, may_act = filter_of(request), OPERATOR in request.who.roles
    most = LINES_OF_ONE_MAX if len(found.groups) == 1 else LINES_MAX
    entries = [entry for group in found.groups for entry in group.entries]
    return ParkedView(
        made_at=request.now,
        version=version_of(entries),
        filter=wanted.words,
        reasons=found.reasons,
        stores=found.stores,
        ages=tuple(AGES),
        waiting=found.waiting,
        listed=found.listed,
        oldest=found.oldest,
        at_stake=stake_view(found.at_stake),
        cards=[card(each, number, most) for number, each in enumerate(found.groups, start=1)],
        may_act=may_act,
    )


def version_of(entries: Sequence[ParkedEntry]) -> str:
    """Of all that a page shows of them, tries too."""
    return f"{digest_of_records(entries)}-{sum(each.tries for each in entries)}"


def card(group: ParkedGroup, number: int, lines_max: int) -> ParkedCard:
    return ParkedCard(
        card_id=f"group-{number}",
        kind=str(group.kind),
        name=group.name,
        store_id=group.store_id,
        reason=group.reason,
        holds=group.holds,
        count=len(group.entries),
        at_stake=stake_view(group.at_stake),
        choices=choices(group.reason),
        filter=group.filter.words,
        lines=[line(each) for each in group.entries[:lines_max]],
    )


def line(entry: ParkedEntry) -> ParkedLine:
    return ParkedLine(
        row_id=f"waits-{part_of(entry.record_key)}",
        order_id=order_id_of(entry.order_key),
        store_id=store_of(entry.order_key),
        reason=entry.reason,
        detail=entry.detail,
        tries=entry.tries,
        since=entry.since,
        href=f"{page.PATH}/orders/{part_of(entry.order_key)}",
    )


def order_id_of(order_key: str) -> str:
    """The store's own id in `shopify/tea-us/1001`; the whole of what is no such key."""
    return order_key.split("/", 2)[-1] or order_key


def stake_view(at_stake: AtStake) -> StakeView:
    amounts = [Money(amount, currency) for currency, amount in at_stake.amounts.items()]
    return StakeView(amounts=amounts, weighed=at_stake.weighed, records=at_stake.records)


def order_view(story: OrderStory, *, may_act: bool) -> ParkedOrderView:
    order = story.order
    platform, store_id, order_id = [*story.order_key.split("/", 2), "", ""][:3]
    currency = order.currency if order else ""
    return ParkedOrderView(
        order_key=story.order_key,
        order_id=order_id or story.order_key,
        store_id=store_id,
        platform=platform,
        placed_at=order.order_ts if order else None,
        status=order.status if order else "",
        net=Money(sum_of(order.items), currency) if order else None,
        lines=order_lines(order) if order else [],
        records=[_record(story, each) for each in story.parked],
        told=_told(story),
        posted=len(story.journals),
        may_act=may_act,
    )


def order_lines(order: OrderPlaced) -> list[OrderLine]:
    return [
        OrderLine(
            sku=each.platform_sku or each.variant_id,
            quantity=f"{each.qty.normalize():f}",
            net=Money(each.net, order.currency),
        )
        for each in order.items
    ]


def _record(story: OrderStory, entry: ParkedEntry) -> WaitingRecord:
    twice = told_twice(story, entry)
    return WaitingRecord(
        record_key=entry.record_key,
        reason=entry.reason,
        detail=entry.detail,
        holds=entry.holds,
        tries=entry.tries,
        since=entry.since,
        tried_at=entry.tried_at,
        choices=choices(entry.reason),
        filter={"cause": entry.reason, "order": entry.order_key},
        tellings=[TellingField(name=e.name, first=e.first, second=e.second) for e in twice],
    )


def _told(story: OrderStory) -> list[ToldEvent]:
    """The earliest first; of very much, the last."""
    placed = [ToldEvent(at=story.order.order_ts, what="placed", topic="")] if story.order else []
    came = [
        ToldEvent(
            at=item.received_at,
            what="asked" if item.topic == "fetched" else "message",
            topic=item.topic,
        )
        for item in story.webhooks[-TOLD_MAX:]
    ]
    waits = [ToldEvent(at=each.since, what="parked", topic=each.reason) for each in story.parked]
    return sorted([*placed, *came, *waits], key=lambda each: each.at)
