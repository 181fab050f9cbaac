"""Which of the stack's policies for people a command takes, told to whom AWS refuses it.

The policies are template.yaml's; docs/security.md says who should have which.
"""

from collections.abc import Iterator

from tools.cli.errors import UNREACHABLE, Refused

AUDITOR, OPERATOR, REFOLDER, LOADER = "Auditor", "Operator", "Refolder", "Loader"
CLOSER, PAYER, REGISTRAR = "Closer", "Payer", "Registrar"
_READS, _READS_REGISTERS = (AUDITOR,), (AUDITOR, LOADER)
_CARES, _LOADS, _BOTH = (OPERATOR,), (LOADER,), (OPERATOR, LOADER)
_PAYS, _ADMITS = (PAYER,), (REGISTRAR,)
POLICIES: dict[str, tuple[str, ...]] = {
    "load": _LOADS,
    "send": _BOTH,
    "order": _READS,
    "explain": _READS,
    "statement": _READS,
    "simulate": _READS,
    "parked": _READS,
    "release": _CARES,
    "decide": _CARES,
    "attribute": _CARES,
    "replay": _CARES,
    "backfill": _CARES,
    "rebuild": _CARES,
    "reconcile": _CARES,
    "refold": _CARES,
    "place": _CARES,
    "tank": _CARES,
    "log": _READS_REGISTERS,
    "health": _CARES,
    "warehouse status": _READS,
    "warehouse check": _READS,
    "warehouse run": _CARES,
    "team show": _READS,
    "team snapshot": _CARES,
    "team reindex": _LOADS,
    "store list": _READS_REGISTERS,
    "store show": _BOTH,
    "store check": _BOTH,
    "store connect": _BOTH,
    "store secret": _LOADS,
    "store access": _LOADS,
    "secrets migrate": _LOADS,
    "skus list": _READS_REGISTERS,
    "skus pending": _READS_REGISTERS,
    "plan publish": _LOADS,
    "customers show": _READS,
    "customers move": _CARES,
    "customers import": _CARES,
    "accounts list": (AUDITOR, REGISTRAR),
    "accounts add": _ADMITS,
    "accounts roles": _ADMITS,
    "accounts close": _ADMITS,
    "actions list": _READS_REGISTERS,
    "actions show": _READS_REGISTERS,
    "actions approve": (OPERATOR, LOADER, REFOLDER, CLOSER, PAYER, REGISTRAR),
    "actions reject": (OPERATOR, LOADER, CLOSER, PAYER, REGISTRAR),
    "period list": _READS,
    "period status": _READS,
    "period review": _READS,
    "period reopen-preview": _READS,
    "period estimate": _READS,
    "payout list": _READS,
    "payout show": _READS,
    "payout payee": _READS,
    "payout year": _READS,
    "payout plan": _PAYS,
    "payout propose": _PAYS,
    "payout approve": _PAYS,
    "payout reject": _PAYS,
    "payout send": _PAYS,
    "payout settle": _PAYS,
    "payout register": _PAYS,
    "payout hold": _PAYS,
    "payout write-off": _PAYS,
    "period close": (CLOSER,),
    "period post": (CLOSER,),
    "privacy list": _READS,
    "privacy show": _CARES,
    "privacy done": _CARES,
}
"""By the words that people type, of all that reach a stack; of several one is enough, and whoever
approves needs that of what they approve. Whoever has Operator has Auditor too, and whoever has
Refolder both; whoever has Closer, Payer or Registrar has
Auditor."""
_DENIED = ("AccessDenied", "AccessDeniedException")


class NotPermitted(Refused):
    """AWS knows whose credentials these are, and they may not do it."""

    exit_code = UNREACHABLE

    def __init__(self, command: str, answer: BaseException) -> None:
        policies = " or ".join(POLICIES[command])
        super().__init__(
            "AWS does not let these credentials do that: "
            f"`commissions {command}` takes the stack's policy {policies} (docs/security.md). "
            f"{answer}"
        )


def refusal(error: BaseException, command: str) -> NotPermitted | None:
    """What to tell whom AWS refused something; None where it is another error."""
    from botocore.exceptions import ClientError

    if command not in POLICIES:
        return None
    for each in _behind(error):
        if isinstance(each, ClientError) and each.response["Error"]["Code"] in _DENIED:
            return NotPermitted(command, each)
    return None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it, as far as it is said; PynamoDB has a word of its own for it."""
    while error:
        yield error
        error = error.__cause__ or getattr(error, "cause", None)
