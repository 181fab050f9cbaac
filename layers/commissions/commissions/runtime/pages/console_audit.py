"""/console/audit: who did what, as page and file; whether the log is whole."""

from datetime import date, timedelta

from commissions.application.queries import audited, cursors
from commissions.application.queries.audited import AuditFilter, AuditLog
from commissions.application.queries.cursors import NotThisCursor
from commissions.domain.actions.audit_entry import AuditEntry, without_beginnings
from commissions.pages.console import audit as page
from commissions.pages.console.audit import FILE_LINES_MAX, AuditEntryView, AuditView, row_of
from commissions.runtime.frames import SHEET, frame_of
from commissions.runtime.http_messages import BadForm, NotHere, Request, Response
from commissions.runtime.pages.console_actions import action_view
from commissions.runtime.pages.forms import day_in

DAYS = timedelta(days=7)
"""So far back a page goes of which nobody says from when on: as `commissions log` does."""
PERIOD_DAYS_MAX = 31
ROWS = 50
JSONL = "application/jsonl"
PARAMETERS = ("who", "what", "on")
WORD_MAX = 255


def show(request: Request) -> Response:
    """Raises BadForm."""
    view = _view(request)
    frame = frame_of(request, "console", "audit")
    if request.fragment and "after" in request.query:
        return Response(body=page.render_more(view, frame))
    return Response(body=page.render(view, frame))


def file(request: Request) -> Response:
    """All entries of the filter, begun ones too. Raises BadForm."""
    asked = _asked(request)
    found = audited.audit_log_between(asked)
    if len(found.entries) > FILE_LINES_MAX:
        raise _bad(request, "from", "audit.too-many", count=FILE_LINES_MAX)
    name = f"audit-{asked.since}-{asked.until}.jsonl"
    return Response(
        body=page.jsonl(found.entries),
        content_type=JSONL,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def show_entry(request: Request) -> Response:
    """Raises NotHere."""
    day, number = day_in(request.path_params["day"]), request.path_params["number"]
    if day is None or not number.isdecimal():
        raise NotHere
    log = audited.audit_log_between(AuditFilter(since=day, until=day))
    entry = next((each for each in log.entries if f"{each.number}" == number), None)
    if entry is None:
        raise NotHere
    view = _entry_view(request, log, entry)
    in_sheet = request.fragment and request.headers.get("hx-target") == SHEET
    frame = frame_of(request, "console", "audit")
    return Response(body=page.render_entry(view, frame, in_sheet=in_sheet))


def _view(request: Request) -> AuditView:
    asked = _asked(request)
    found = audited.audit_log_between(asked)
    listed = [*reversed(without_beginnings(found.entries))]
    rows, goes_on = _page_of(request, asked, listed)
    on_record = audited.actions_of(rows)
    second = {run: action.agreed_by for run, action in on_record.items()}
    return AuditView(
        since=asked.since,
        until=asked.until,
        today=request.now.date(),
        filter=_words(request),
        actors=found.actors,
        kinds=found.kinds,
        rows=[row_of(each, second.get(each.run, "")) for each in rows],
        listed=len(listed),
        in_file=len(found.entries),
        looked_at=found.looked_at,
        broken=[(name, f"{page.PATH}/{name}") for name in found.broken],
        goes_on=goes_on,
    )


def _page_of(
    request: Request, asked: AuditFilter, listed: list[AuditEntry]
) -> tuple[list[AuditEntry], str]:
    """The rows, and where the list goes on: behind the last one, whatever is added meanwhile."""
    key, whose = request.session.encode(), request.who.account_id
    said = {"list": "audit", "from": f"{asked.since}", "until": f"{asked.until}"}
    said |= _words(request)
    after = request.query.get("after", "")
    try:
        position = cursors.opened(key, whose, said, after) if after else ""
    except NotThisCursor:
        raise _bad(request, "after", "audit.not-this-cursor") from None
    rest = [each for each in listed if not position or _place(each) < position]
    rows = rest[:ROWS]
    goes_on = cursors.sealed(key, whose, said, _place(rows[-1])) if len(rest) > ROWS else ""
    return rows, goes_on


def _place(entry: AuditEntry) -> str:
    return f"{entry.day}/{entry.number:08}"


def _entry_view(request: Request, log: AuditLog, entry: AuditEntry) -> AuditEntryView:
    action = audited.actions_of([entry]).get(entry.run)
    others = [each for each in log.entries if each.run == entry.run and each.run and each != entry]
    return AuditEntryView(
        entry=entry,
        is_whole=f"{entry.day}/{entry.number}" not in log.broken,
        others=[row_of(each) for each in others],
        action=action_view(action, request.who, request.now) if action else None,
    )


def _asked(request: Request) -> AuditFilter:
    """Raises BadForm."""
    today = request.now.date()
    until = _said_day(request, "until") or today
    since = _said_day(request, "from") or until - DAYS
    if since > until:
        raise _bad(request, "from", "audit.backwards")
    if (until - since).days >= PERIOD_DAYS_MAX:
        raise _bad(request, "from", "audit.too-long", count=PERIOD_DAYS_MAX)
    words = _words(request)
    return AuditFilter(
        since=since,
        until=until,
        actor=words.get("who", ""),
        what=words.get("what", ""),
        target=words.get("on", ""),
    )


def _words(request: Request) -> dict[str, str]:
    said = {name: request.query.get(name, "").strip()[:WORD_MAX] for name in PARAMETERS}
    return {name: word for name, word in said.items() if word}


def _said_day(request: Request, name: str) -> date | None:
    """None where no day is said. Raises BadForm."""
    text = request.query.get(name, "")
    found = day_in(text)
    if text and found is None:
        raise _bad(request, name, "audit.no-day")
    return found


def _bad(request: Request, field: str, message: str, **values: object) -> BadForm:
    return BadForm(field, str(frame_of(request, "console", "audit").text(message, **values)))
