"""/api/v1/finance: what is owed, and what is paid."""

from collections.abc import Sequence

from commissions.application.queries import batches as batch_queries
from commissions.application.queries import payables as queries
from commissions.application.queries import payouts as payout_queries
from commissions.application.queries.payables import NoSuchPayables
from commissions.domain.orders.canonical import stamp
from commissions.domain.payouts.counted_payables import LISTS, WRITE_OFF, CountedPayables
from commissions.domain.people.accounts import AUDITOR
from commissions.domain.people.accounts import FINANCE as PAYER
from commissions.domain.people.machines import FINANCE_READ
from commissions.payments.payable_files import NothingCounted
from commissions.runtime.api import batch_bodies, finance_bodies
from commissions.runtime.api.batch_bodies import BatchList, BatchPayoutList, BatchStoryBody
from commissions.runtime.api.finance_bodies import FINANCE, AllOwed, OwedRowList, PayeeBody
from commissions.runtime.api.handler import api_family
from commissions.runtime.api.messages import ApiRequest, ApiRoute
from commissions.runtime.api.parameters import CURSOR, LIMIT, QueryParameter
from commissions.runtime.api.problems import not_found, unfit
from commissions.tables.payouts import UnknownBatch

FINANCES = frozenset({PAYER, AUDITOR})
CURRENCY = QueryParameter(
    name="currency", says="In which it was earned", pattern="[A-Z]{3}", default="USD"
)
COUNTED_ANEW = "it was counted anew meanwhile: begin anew"


def payables(request: ApiRequest) -> AllOwed:
    """As they were counted last; nothing where nobody counted of late."""
    try:
        return finance_bodies.owed(queries.counted())
    except NothingCounted:
        return finance_bodies.owed(())


def people(request: ApiRequest) -> OwedRowList:
    """Of one count, as long as it is the last one."""
    currency, name = request.path_params["currency"], request.path_params["list"]
    if name not in (*LISTS, WRITE_OFF):
        raise not_found()
    try:
        counted = queries.counted_in(currency)
        found = queries.people(currency, name, _after(request, counted))
    except (NothingCounted, NoSuchPayables):
        raise not_found() from None
    goes_on = f"{stamp(counted.as_of)} {found.goes_on}" if found.goes_on else ""
    return finance_bodies.rows(counted, name, found.rows, request.next(goes_on))


def payee(request: ApiRequest) -> PayeeBody:
    try:
        found = queries.payee(
            request.path_params["payee"], request.query[CURRENCY.name], request.now
        )
    except NoSuchPayables:
        raise not_found() from None
    return finance_bodies.payee(found)


def batches(request: ApiRequest) -> BatchList:
    """By batch: the latest of those that follow the one where the page before ended."""
    found = payout_queries.every_batch()
    if after := request.position:
        ids = [each.batch_id for each in found]
        found = found[ids.index(after) + 1 :] if after in ids else []
    shown = found[: request.limit]
    goes_on = shown[-1].batch_id if len(found) > len(shown) else ""
    return batch_bodies.batches(shown, request.next(goes_on))


def batch(request: ApiRequest) -> BatchStoryBody:
    try:
        return batch_bodies.story(
            batch_queries.batch_facts(request.path_params["batch"], "", request.now)
        )
    except UnknownBatch:
        raise not_found() from None


def payouts(request: ApiRequest) -> BatchPayoutList:
    try:
        batch_id = payout_queries.batch_record(request.path_params["batch"]).batch_id
    except UnknownBatch:
        raise not_found() from None
    found = payout_queries.page_of_batch(batch_id, request.position, request.limit + 1)
    shown = found[: request.limit]
    goes_on = shown[-1].payee if len(found) > len(shown) else ""
    return batch_bodies.payouts(shown, request.next(goes_on))


def _after(request: ApiRequest, counted: CountedPayables) -> int:
    """Raises ApiProblem where the list that was begun is of an earlier count."""
    if not (position := request.position):
        return 0
    as_of, _, row = position.partition(" ")
    if as_of != stamp(counted.as_of):
        raise unfit(CURSOR.name, COUNTED_ANEW)
    return int(row)


ROUTES: Sequence[ApiRoute] = (
    ApiRoute(
        pattern=f"{FINANCE}/payables",
        summary="What is owed to everybody, as it was counted last",
        answer=payables,
        body=AllOwed,
        roles=FINANCES,
        scope=FINANCE_READ,
    ),
    ApiRoute(
        pattern=f"{FINANCE}/payables/{{currency}}/{{list}}",
        summary="Whom a list of what is owed is made of, fifty on a page at most",
        answer=people,
        body=OwedRowList,
        roles=FINANCES,
        scope=FINANCE_READ,
        parameters=(CURSOR,),
    ),
    ApiRoute(
        pattern=f"{FINANCE}/payees/{{payee}}",
        summary="How somebody stands as of now, and what was paid to them",
        answer=payee,
        body=PayeeBody,
        roles=FINANCES,
        scope=FINANCE_READ,
        parameters=(CURRENCY,),
    ),
    ApiRoute(
        pattern=f"{FINANCE}/batches",
        summary="Batches of payouts",
        answer=batches,
        body=BatchList,
        roles=FINANCES,
        scope=FINANCE_READ,
        parameters=(CURSOR, LIMIT),
    ),
    ApiRoute(
        pattern=f"{FINANCE}/batches/{{batch}}",
        summary="A batch, and what of it needs a second look",
        answer=batch,
        body=BatchStoryBody,
        roles=FINANCES,
        scope=FINANCE_READ,
    ),
    ApiRoute(
        pattern=f"{FINANCE}/batches/{{batch}}/payouts",
        summary="Payouts of a batch, by payee",
        answer=payouts,
        body=BatchPayoutList,
        roles=FINANCES,
        scope=FINANCE_READ,
        parameters=(CURSOR, LIMIT),
    ),
)

handler = api_family(ROUTES)
