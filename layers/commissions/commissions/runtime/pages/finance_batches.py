"""/finance/batches: all of them, and one with its payouts."""

from commissions.application.queries import batches as queries
from commissions.application.queries import cursors, payouts
from commissions.application.queries.batches import BatchFacts
from commissions.application.queries.cursors import NotThisCursor
from commissions.domain.actions.action import Action
from commissions.domain.money import Money
from commissions.domain.payouts.batch import SENT_BATCH, SETTLED_BATCH
from commissions.domain.people.accounts import FINANCE
from commissions.pages.console.actions import ActionView
from commissions.pages.finance import batch as page
from commissions.pages.finance import batches as list_page
from commissions.pages.finance.batch import BatchView, FileShown, Marks, StateLine
from commissions.pages.frame import Frame
from commissions.pages.member.payouts import TONES
from commissions.runtime.frames import SHEET, frame_of
from commissions.runtime.http_messages import BadForm, NotHere, Request, Response
from commissions.runtime.pages.action_views import action_view
from commissions.tables.payouts import UnknownBatch

PAGE = 50


def show_all(request: Request) -> Response:
    """The latest first. Raises BadForm of a cursor that is none of this list."""
    every = payouts.every_batch()
    asked = {"list": "batches"}
    begins = int(_position(request, asked) or "0")
    ends = begins + PAGE
    more = _more(request, asked, str(ends), list_page.PATH) if ends < len(every) else ""
    waiting = [_action(request, each) for each in queries.open_actions(request.now)]
    view = list_page.batches(every[begins:ends], more=more, waiting=waiting)
    if _is_more(request):
        return Response(body=list_page.render_more(view, frame(request)))
    return Response(body=list_page.render(view, frame(request)))


def show(request: Request) -> Response:
    """Raises NotHere, or BadForm of a cursor that is none of this batch."""
    batch_id = request.path_params["batch"]
    asked = {"list": "payouts", "batch": batch_id}
    facts = facts_of(batch_id, request, after=_position(request, asked))
    goes_on = facts.goes_on
    more = _more(request, asked, goes_on, f"{list_page.PATH}/{batch_id}") if goes_on else ""
    view = batch_view(facts, request, more=more)
    if _is_more(request):
        return Response(body=page.render_more(view, frame(request)))
    return Response(body=page.render(view, frame(request)))


def facts_of(batch_id: str, request: Request, after: str = "") -> BatchFacts:
    """Raises NotHere."""
    try:
        return queries.batch_facts(batch_id, after, request.now)
    except UnknownBatch:
        raise NotHere from None


def batch_view(facts: BatchFacts, request: Request, *, more: str = "") -> BatchView:
    batch, told = facts.batch, facts.redirected
    marks = Marks(frozenset(told.elsewhere), frozenset(told.jumped), frozenset(facts.withheld))
    takes_accounts = batch.provider in page.COMMAND_LINE_ONLY
    choices = [
        each for each in page.CHOICES[batch.state] if not (each == page.SEND and takes_accounts)
    ]
    grown = facts.outgrown
    return BatchView(
        batch_id=batch.batch_id,
        state=batch.state,
        tone=list_page.TONES[batch.state],
        currency=batch.currency,
        provider=batch.provider,
        plan=batch.plan,
        plan_version=batch.plan_version,
        as_of=batch.as_of,
        people=batch.payouts,
        taken=Money(batch.taken, batch.currency),
        paid=[Money(amount, currency) for currency, amount in batch.paid.items()],
        digest=batch.digest,
        why=batch.why,
        approved_by=batch.approved_by,
        steps=page.steps(batch),
        is_stale=page.is_stale(batch, request.now),
        left_out=page.left_out_lines(batch),
        left_out_people=sum(batch.carried.values()),
        states=_states(facts),
        is_whole=facts.is_whole,
        elsewhere=page.named(told.elsewhere),
        first=told.first,
        jumped=page.named(told.jumped),
        withheld=list(facts.withheld.items()),
        outgrown=(grown.batch_id, Money(grown.taken, grown.currency)) if grown else None,
        rows=[page.row(each, marks) for each in facts.rows],
        more=more,
        open=[_action(request, each) for each in facts.open],
        file=_file(facts),
        choices=choices,
        takes_accounts=takes_accounts,
        may_settle=batch.state in {SENT_BATCH, SETTLED_BATCH},
        may_act=FINANCE in request.who.roles,
    )


def frame(request: Request) -> Frame:
    return frame_of(request, "finance", "batches")


def _states(facts: BatchFacts) -> list[StateLine]:
    order = list(TONES)
    return [
        StateLine(
            state=state,
            tone=TONES[state],
            people=found.people,
            paid=[Money(amount, currency) for currency, amount in sorted(found.paid.items())],
        )
        for state, found in sorted(facts.states.items(), key=lambda each: order.index(each[0]))
    ]


def _file(facts: BatchFacts) -> FileShown | None:
    found = facts.file
    return FileShown(name=found.name, sha256=found.sha256, size=len(found.body)) if found else None


def _action(request: Request, action: Action) -> ActionView:
    return action_view(action, request.who, request.now)


def _is_more(request: Request) -> bool:
    return (
        request.fragment and "after" in request.query and request.headers.get("hx-target") != SHEET
    )


def _position(request: Request, asked: dict[str, str]) -> str:
    """Raises BadForm."""
    after = request.query.get("after", "")
    if not after:
        return ""
    try:
        return cursors.opened(request.session.encode(), request.who.account_id, asked, after)
    except NotThisCursor:
        says = str(frame(request).text("payables.not-this-cursor"))
        raise BadForm("after", says) from None


def _more(request: Request, asked: dict[str, str], position: str, path: str) -> str:
    key = request.session.encode()
    return f"{path}?after={cursors.sealed(key, request.who.account_id, asked, position)}"
