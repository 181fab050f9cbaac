"""The user pool as signing in needs it. It alone has names, e-mails and passwords."""

import os
import re

from botocore.exceptions import ClientError

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client

USER_POOL = os.environ["USER_POOL"]
CLIENT_NAME = "pages"
AUTHENTICATOR = "SOFTWARE_TOKEN_MFA"
HOUR_SECONDS = 3600.0
_CODE = re.compile(r"[0-9]{6}", re.ASCII)

_client_ids: TtlCache[str, str] = TtlCache()


class NoSuchClient(LookupError):
    """The user pool has no client by which the pages sign people in."""


class WrongCode(ValueError):
    """A code that no authenticator app shows now for what was set up."""


def issuer() -> str:
    """As tokens name the pool."""
    return f"https://cognito-idp.{USER_POOL.partition('_')[0]}.amazonaws.com/{USER_POOL}"


def keys_url(sign_in_url: str) -> str:
    """Where it says by which keys its tokens are signed; the local engine at its own address, which
    is that of signing in."""
    is_local = sign_in_url.startswith("http://127.0.0.1:")
    return f"{f'{sign_in_url}/{USER_POOL}' if is_local else issuer()}/.well-known/jwks.json"


def client_id() -> str:
    """Of the pages; found by its name, as a function cannot be told it (template.yaml). Raises
    NoSuchClient."""
    return _client_ids.get(CLIENT_NAME, _find_client, max_age_seconds=HOUR_SECONDS)


def _find_client(name: str) -> str:
    more: dict[str, str] = {}
    while True:
        page = client("cognito-idp").list_user_pool_clients(
            UserPoolId=USER_POOL, MaxResults=60, **more
        )
        for each in page["UserPoolClients"]:
            if each["ClientName"] == name:
                found: str = each["ClientId"]
                return found
        if "NextToken" not in page:
            raise NoSuchClient(f"{USER_POOL} has no client called {name!r}")
        more = {"NextToken": page["NextToken"]}


def has_authenticator(username: str) -> bool:
    """Whether the pool asks them for a code of an authenticator app, besides the password."""
    user = client("cognito-idp").admin_get_user(UserPoolId=USER_POOL, Username=username)
    return AUTHENTICATOR in user.get("UserMFASettingList", ())


def new_authenticator(access_token: str) -> str:
    """The secret that an authenticator app is given, in base32."""
    secret: str = client("cognito-idp").associate_software_token(AccessToken=access_token)[
        "SecretCode"
    ]
    return secret


def confirm_authenticator(access_token: str, code: str) -> None:
    """From now on the pool asks for codes of it. Raises WrongCode, also of what is no code: the
    pool is not asked of that, and takes it for a fault of ours."""
    if not _CODE.fullmatch(code):
        raise WrongCode("that is no code")
    asked = client("cognito-idp")
    try:
        asked.verify_software_token(AccessToken=access_token, UserCode=code)
    except ClientError as error:
        if error_code(error) in ("EnableSoftwareTokenMFAException", "CodeMismatchException"):
            raise WrongCode("that is not what the app shows now") from error
        raise
    asked.set_user_mfa_preference(
        AccessToken=access_token,
        SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True},
    )


def error_code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])
