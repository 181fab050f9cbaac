"""Who asks the API: a person by the session of the pages, a machine by a token of the user pool."""

from typing import Protocol

from commissions.application.accounts import limits, machines
from commissions.application.accounts.machines import TokensUnreadable
from commissions.aws.telemetry import count, logger
from commissions.domain.people.machines import Machine, NotAMachinesToken
from commissions.runtime.api.messages import Caller
from commissions.runtime.api.problems import NOT_SIGNED_IN, TOO_OFTEN, UNAVAILABLE, ApiProblem
from commissions.runtime.http_event import ReceivedRequest
from commissions.runtime.http_messages import SESSION_COOKIE, Gate

BEARER = "bearer "
CHALLENGE = {"www-authenticate": "Bearer"}


class MachineGate(Protocol):
    """Which machines may ask, and how often."""

    def machine(self, token: str, asked: ReceivedRequest) -> Machine:
        """Raises NotAMachinesToken, TokensUnreadable."""

    def list_secret(self, machine: Machine, asked: ReceivedRequest) -> str: ...

    def seconds_to_wait(self, machine: Machine, asked: ReceivedRequest) -> int:
        """How long it is to wait; 0 of what may ask now."""


class TokenGate:
    """By the user pool's access tokens."""

    def machine(self, token: str, asked: ReceivedRequest) -> Machine:
        return machines.recognized(token, asked.now)

    def list_secret(self, machine: Machine, asked: ReceivedRequest) -> str:
        return machines.list_secret(machine.client_id, asked.now)

    def seconds_to_wait(self, machine: Machine, asked: ReceivedRequest) -> int:
        account_id = machines.account_of(machine.client_id)
        return limits.seconds_to_wait(account_id, changes=asked.changes, now=asked.now)


def caller_of(asked: ReceivedRequest, people: Gate, tokens: MachineGate) -> Caller:
    """Who it is, if they may ask now. Whoever brings a token is taken by it alone, whatever cookie
    goes along. Raises ApiProblem."""
    if token := asked.headers.get("authorization", ""):
        return _machine(token, asked, tokens)
    opened = people.session(asked.cookies.get(SESSION_COOKIE, ""), asked.now, in_use=True)
    if opened is None:
        raise ApiProblem(NOT_SIGNED_IN, headers=CHALLENGE)
    wait = people.seconds_to_wait(opened.who, changes=asked.changes, now=asked.now)
    _refuse_while(wait)
    session = opened.session
    return Caller(
        account_id=opened.who.user_id, list_secret=lambda: session.encode(), person=opened.who
    )


def _machine(authorization: str, asked: ReceivedRequest, tokens: MachineGate) -> Caller:
    try:
        if not authorization.lower().startswith(BEARER):
            raise NotAMachinesToken("it is no bearer token")
        found = tokens.machine(authorization[len(BEARER) :].strip(), asked)
    except NotAMachinesToken as error:
        count("SignInsRefused")
        logger.warning("a token was refused", reason=str(error))
        challenge = {"www-authenticate": 'Bearer error="invalid_token"'}
        raise ApiProblem(NOT_SIGNED_IN, headers=challenge) from None
    except TokensUnreadable:
        logger.exception("no token can be looked at now")
        raise ApiProblem(UNAVAILABLE) from None
    _refuse_while(tokens.seconds_to_wait(found, asked))
    return Caller(
        account_id=machines.account_of(found.client_id),
        list_secret=lambda: tokens.list_secret(found, asked).encode(),
        scopes=found.scopes,
    )


def _refuse_while(seconds: int) -> None:
    if seconds:
        raise ApiProblem(TOO_OFTEN, headers={"retry-after": str(seconds)})
