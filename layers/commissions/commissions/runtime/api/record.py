"""/api/v1/console/…: what each night's reconciliation found, and the audit log."""

from collections.abc import Sequence
from datetime import date, timedelta

from commissions.application.queries import audited, reconciliations
from commissions.application.queries.audited import AuditFilter
from commissions.domain.actions.audit_entry import AuditEntry, without_beginnings
from commissions.domain.people.accounts import AUDITOR, OPERATOR, STAFF
from commissions.domain.people.machines import AUDIT_READ, CONSOLE_READ
from commissions.runtime.api import record_bodies
from commissions.runtime.api.messages import BASE, ApiRequest, ApiRoute
from commissions.runtime.api.parameters import CURSOR, LIMIT, QueryParameter
from commissions.runtime.api.problems import unfit
from commissions.runtime.api.record_bodies import AuditEntryList, NightList

NIGHTS = 30
DAYS = timedelta(days=7)
"""So far back the log is looked at where nobody says from when on: as the page does."""
PERIOD_DAYS_MAX = 31
_DAY = r"20\d{2}-\d{2}-\d{2}"
FROM = QueryParameter(name="from", says="From which day on, UTC", pattern=_DAY)
UNTIL = QueryParameter(name="until", says="Until which day, UTC; today if left out", pattern=_DAY)
WHO = QueryParameter(name="who", says="What they alone did")
WHAT = QueryParameter(name="what", says="That alone, like `plan.publish`")
ON = QueryParameter(name="on", says="What was done to that alone")
OF_LOG = (FROM, UNTIL, WHO, WHAT, ON, CURSOR, LIMIT)


def nights(request: ApiRequest) -> NightList:
    yesterday = request.now.date() - timedelta(days=1)
    days = [yesterday - timedelta(days=back) for back in range(NIGHTS)]
    return record_bodies.nights(days, reconciliations.reconciled_days(days))


def audit(request: ApiRequest) -> AuditEntryList:
    """Behind the last one, whatever is added meanwhile."""
    log = audited.audit_log_between(_asked(request))
    position = request.position
    every = [*reversed(without_beginnings(log.entries))]
    left = [each for each in every if not position or _place(each) < position]
    shown = left[: request.limit]
    on_record = audited.actions_of(shown)
    second = {run: action.agreed_by for run, action in on_record.items()}
    goes_on = _place(shown[-1]) if len(left) > len(shown) else ""
    return record_bodies.entries(log, shown, second, request.next(goes_on))


def _asked(request: ApiRequest) -> AuditFilter:
    """Raises ApiProblem of days that there are not, or too many."""
    until = _day(request, UNTIL) or request.now.date()
    since = _day(request, FROM) or until - DAYS
    if since > until:
        raise unfit(FROM.name, "a day up to `until`")
    if (until - since).days >= PERIOD_DAYS_MAX:
        raise unfit(FROM.name, f"at most {PERIOD_DAYS_MAX} days before `until`")
    query = request.query
    return AuditFilter(
        since=since,
        until=until,
        actor=query[WHO.name],
        what=query[WHAT.name],
        target=query[ON.name],
    )


def _day(request: ApiRequest, parameter: QueryParameter) -> date | None:
    text = request.query[parameter.name]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise unfit(parameter.name, "a day that there is") from None


def _place(entry: AuditEntry) -> str:
    return f"{entry.day}/{entry.number:08}"


ROUTES: Sequence[ApiRoute] = (
    ApiRoute(
        pattern=f"{BASE}/console/reconciliations",
        summary="What each night's reconciliation found",
        answer=nights,
        body=NightList,
        roles=frozenset({OPERATOR, AUDITOR}),
        scope=CONSOLE_READ,
    ),
    ApiRoute(
        pattern=f"{BASE}/console/audit",
        summary="Who did what, and whether the log is whole",
        answer=audit,
        body=AuditEntryList,
        roles=STAFF,
        scope=AUDIT_READ,
        parameters=OF_LOG,
    ),
)
