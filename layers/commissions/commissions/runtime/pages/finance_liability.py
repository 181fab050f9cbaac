"""/finance/liability: what is owed by month of sale, of how much volume, and what exchange cost."""

from commissions.application.queries import payables
from commissions.pages.finance import liability as page
from commissions.payments.payable_files import NothingCounted
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response


def show(request: Request) -> Response:
    """Raises NotHere of a currency in which nothing was counted."""
    frame = frame_of(request, "finance", "liability")
    try:
        every = payables.counted()
    except NothingCounted:
        every = []
    if not every:
        return Response(body=page.render(None, frame))
    wanted = request.query.get("currency", "") or max(every, key=lambda each: each.rows).currency
    counted = next((each for each in every if each.currency == wanted), None)
    if counted is None:
        raise NotHere
    return Response(body=page.render(page.liability(every, counted), frame))
