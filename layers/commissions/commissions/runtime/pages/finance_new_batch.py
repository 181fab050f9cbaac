"""/finance/batches/new: a batch is planned, and kept as a draft, which moves no money."""

from commissions.application.actions import payout_planning
from commissions.application.actions.proposing import ActionRequest
from commissions.application.queries import payables
from commissions.application.queries.payables import NoSuchPayables
from commissions.application.queries.published_plans import published
from commissions.domain.payouts.counted_payables import CountedPayables
from commissions.domain.people.accounts import FINANCE
from commissions.pages.finance import batches as page
from commissions.payments.payable_files import NothingCounted
from commissions.runtime.http_messages import BadForm, NotHere, Request, Response
from commissions.runtime.pages import forms
from commissions.runtime.pages.finance_actions import put_on_record_and_tell
from commissions.runtime.pages.finance_batches import frame


def show(request: Request) -> Response:
    """Raises NotHere of a currency that no plan in force pays."""
    if FINANCE not in request.who.roles:
        raise NotHere
    currency = request.query.get("currency", "")
    plans = _plans(request, currency)
    once = forms.new_once(request.now)
    view = page.new_batch(currency, plans, _counted(currency), once)
    return Response(body=page.render_new(view, frame(request), in_sheet=request.fragment))


def act(request: Request) -> Response:
    """Has it planned. Raises NotHere, BadForm, or Conflict where it would be refused."""
    currency, provider = forms.said(request, "currency"), forms.said(request, "provider")
    plans, plan = _plans(request, currency), forms.said(request, "plan")
    if provider not in page.PROVIDERS:
        raise BadForm("provider", str(frame(request).text("batches.bad.provider")))
    if plan not in plans:
        raise BadForm("plan", str(frame(request).text("batches.bad.plan")))
    asked = ActionRequest(
        kind=payout_planning.PAYOUT_PLANNING.name,
        target=payout_planning.target_of(currency),
        payload=payout_planning.payload_of(currency, provider, plan),
        once=forms.once(request),
    )
    return put_on_record_and_tell(request, asked)


def _plans(request: Request, currency: str) -> list[str]:
    """By their ids, those in force that pay the currency. Raises NotHere."""
    in_force = published().in_force(request.now)
    found = [each.plan_id for each in in_force if each.base_currency == currency]
    if not found:
        raise NotHere
    return found


def _counted(currency: str) -> CountedPayables | None:
    try:
        return payables.counted_in(currency)
    except (NothingCounted, NoSuchPayables):
        return None
