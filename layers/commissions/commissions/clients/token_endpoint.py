"""The user pool's token endpoint: the code of a sign-in for what says who signed in.

https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx2

from commissions.clients import InvalidResponse, bounded_body, egress

TIMEOUT = httpx2.Timeout(5, connect=2)
_ERROR = re.compile(r"[a-z_]{1,40}", re.ASCII)


class SignInUnavailable(RuntimeError):
    """The token endpoint does not answer, or not as it should."""


class CodeRefused(ValueError):
    """A code that is used up, too old, or of another sign-in."""


@dataclass(frozen=True, slots=True, repr=False)
class IssuedTokens:
    """Never to be logged: whoever has one is taken for who signed in."""

    id_token: str
    access_token: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CodeGrant:
    """What a code is exchanged with."""

    client_id: str
    code: str
    verifier: str
    """What the code's challenge was made of: nobody else has it."""
    redirect_uri: str


def exchange(
    sign_in_url: str, grant: CodeGrant, *, network: egress.Network | None = None
) -> IssuedTokens:
    """One try, as a code counts once. Raises CodeRefused, SignInUnavailable."""
    form = {
        "grant_type": "authorization_code",
        "client_id": grant.client_id,
        "code": grant.code,
        "code_verifier": grant.verifier,
        "redirect_uri": grant.redirect_uri,
    }
    status, body = _posted(f"{sign_in_url}/oauth2/token", form, network)
    answer = _json(body)
    if status == 400:
        said = str(answer.get("error", ""))
        raise CodeRefused(said if _ERROR.fullmatch(said) else "no reason that can be read")
    tokens = [answer.get(name) for name in ("id_token", "access_token")]
    match status, tokens:
        case 200, [str(id_token), str(access_token)]:
            return IssuedTokens(id_token, access_token)
    raise SignInUnavailable(f"the token endpoint answered {status} without tokens")


def _posted(url: str, form: Mapping[str, str], network: egress.Network | None) -> tuple[int, bytes]:
    # Errors are raised outside: chained to httpx2's own they would carry the form into the log.
    failed = ""
    transport = egress.EgressTransport(_local(url), network)
    with httpx2.Client(
        transport=transport, timeout=TIMEOUT, follow_redirects=False, trust_env=False
    ) as client:
        try:
            with client.stream("POST", url, data=dict(form)) as response:
                return response.status_code, bounded_body.read_body(response)
        except (httpx2.TransportError, InvalidResponse, bounded_body.BodyTooSlow) as error:
            failed = type(error).__name__
    raise SignInUnavailable(f"the token endpoint does not answer: {failed}")


def _local(url: str) -> Sequence[str]:
    """Without TLS there is only the local engine, which is on this machine."""
    return (httpx2.URL(url).netloc.decode(),) if url.startswith("http://127.0.0.1:") else ()


def _json(body: bytes) -> Mapping[str, object]:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
