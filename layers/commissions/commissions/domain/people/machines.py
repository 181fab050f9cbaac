"""Machines that ask the API: what a token of the user pool says of one, and what it may read.

A machine is an app client of the pool (OAuth 2.0 client credentials, RFC 6749 4.4). Its token says
which client it is and with which scopes, and is of no person.
"""

import base64
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

RESOURCE_SERVER = "api"
"""How the user pool calls what scopes are of: a token says `api/orders.read`."""
ORDERS_READ, STATEMENTS_READ, TEAMS_READ = "orders.read", "statements.read", "teams.read"
CONSOLE_READ, FINANCE_READ, AUDIT_READ = "console.read", "finance.read", "audit.read"
SCOPES: Mapping[str, str] = {
    ORDERS_READ: "Orders of every member, and why each paid what it did",
    STATEMENTS_READ: "Months, balances, statements and payouts of every member",
    TEAMS_READ: "Teams and ranks of every member",
    CONSOLE_READ: "Health, what is parked, reconciliations, and the actions on record",
    FINANCE_READ: "What is owed, and batches of payouts",
    AUDIT_READ: "Who of the company did what, and why",
}
TOKEN_MAX = 8 * 1024
"""Characters; the pool's own are a tenth of it."""
ALGORITHM = "RS256"
SKEW_SECONDS = 60
"""By how much clocks may differ."""


class NotAMachinesToken(ValueError):
    """A token that is no machine's, not of our pool, or not of now. What exactly is wrong is for
    the log alone."""


@dataclass(frozen=True, slots=True, repr=False)
class SignedToken:
    """A token taken apart (JWS compact form, RFC 7515): nothing of it is believed yet."""

    key_id: str
    """Which of the pool's keys it says that it is signed with."""
    signed: bytes
    """What the signature is over."""
    signature: bytes
    claims: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    client_id: str
    scopes: frozenset[str]
    """Of SCOPES; whatever else its token says is left out."""


def taken_apart(token: str) -> SignedToken:
    """Raises NotAMachinesToken."""
    if len(token) > TOKEN_MAX or token.count(".") != 2:
        raise NotAMachinesToken("it is no signed token")
    signed, _, signature = token.rpartition(".")
    header, claims = (_json(part) for part in signed.split("."))
    if header.get("alg") != ALGORITHM or "crit" in header:
        raise NotAMachinesToken(f"it is not signed by {ALGORITHM}")
    key_id = header.get("kid")
    if not isinstance(key_id, str) or not key_id:
        raise NotAMachinesToken("it says no key")
    return SignedToken(key_id, signed.encode(), _bytes(signature), claims)


def machine(
    claims: Mapping[str, Any], *, issuer: str, clients: Collection[str], now: datetime
) -> Machine:
    """Whose a token is, once its signature holds: an access token of our pool, for one of the
    clients that may ask, and of now. Raises NotAMachinesToken."""
    wanted = {"iss": issuer, "token_use": "access"}
    if wrong := [name for name, value in wanted.items() if claims.get(name) != value]:
        raise NotAMachinesToken(f"it has another {', '.join(wrong)}")
    client_id = claims.get("client_id")
    if not isinstance(client_id, str) or client_id not in clients:
        raise NotAMachinesToken("its client is none that may ask")
    if "username" in claims:
        raise NotAMachinesToken("it is a person's")
    if claims.get("aud", client_id) != client_id:
        raise NotAMachinesToken("it is meant for somebody else")
    seconds = now.timestamp()
    if seconds >= _seconds(claims, "exp") or _seconds(claims, "iat") > seconds + SKEW_SECONDS:
        raise NotAMachinesToken("it is not of now")
    return Machine(client_id=client_id, scopes=_scopes(claims))


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    said = claims.get("scope")
    names = said.split() if isinstance(said, str) else []
    return frozenset(each for each in SCOPES if f"{RESOURCE_SERVER}/{each}" in names)


def _seconds(claims: Mapping[str, Any], name: str) -> int:
    found = claims.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise NotAMachinesToken(f"it has no {name}")
    return found


def _json(part: str) -> Mapping[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise NotAMachinesToken("it cannot be read") from None
    if not isinstance(found, dict):
        raise NotAMachinesToken("it cannot be read")
    return found


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars="-_", validate=True)
    except ValueError:
        raise NotAMachinesToken("it cannot be read") from None
