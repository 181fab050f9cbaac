"""/finance/batches/…/file: the file for a bank or a provider, handed to finance alone, by a POST:
who took it stands in the audit log, and no link leads to it."""

from commissions.application.actions import command_log
from commissions.application.queries import batches as queries
from commissions.application.queries import payouts
from commissions.domain.actions.action import PAGE, Actor
from commissions.domain.actions.audit_entry import DONE
from commissions.runtime.http_messages import NotHere, Request, Response, prove_again
from commissions.tables.payouts import UnknownBatch

DEED = "payout file"


def take(request: Request) -> Response:
    """Raises NotHere of a batch without a file, ProofNeeded of who has not proved who they are of
    late."""
    batch_id = request.path_params["batch"]
    prove_again(request, f"/finance/batches/{batch_id}")
    try:
        found = queries.file_of(payouts.batch_record(batch_id))
    except UnknownBatch:
        raise NotHere from None
    if found is None:
        raise NotHere
    deed = command_log.Deed(
        what=DEED, target=f"payout/{batch_id}", details={"sha256": found.sha256}
    )
    begun = command_log.begin(deed, Actor(request.who.account_id, PAGE), request.now)
    command_log.end(begun, DONE, f"{found.name} was handed on", request.now)
    return Response(
        body=found.body,
        content_type=found.content_type,
        headers={"content-disposition": f'attachment; filename="{found.name}"'},
    )
