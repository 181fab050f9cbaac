"""Who is in the user pool, for people who look after accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws import user_pool
from commissions.aws.clients import client
from commissions.aws.user_pool import error_code


class EmailTaken(ValueError):
    """Somebody with this e-mail is in the user pool already."""


class NotAccepted(ValueError):
    """The user pool does not take an e-mail, a name or a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolUser:
    """Somebody in the user pool, for a person who looks after accounts to see."""

    account_id: str
    email: str
    name: str
    status: str
    enabled: bool


def add_user(email: str, name: str, *, password: str = "") -> str:
    """Adds somebody, and returns their account's id. The pool sends them a password for the first
    time by e-mail; with one of `password` it sends nothing. Raises EmailTaken, NotAccepted."""
    attributes = [
        {"Name": "email", "Value": email},
        {"Name": "email_verified", "Value": "true"},
        {"Name": "name", "Value": name},
    ]
    given: dict[str, Any] = {"MessageAction": "SUPPRESS"} if password else {}
    try:
        user = client("cognito-idp").admin_create_user(
            UserPoolId=user_pool.USER_POOL, Username=email, UserAttributes=attributes, **given
        )["User"]
        if password:
            client("cognito-idp").admin_set_user_password(
                UserPoolId=user_pool.USER_POOL,
                Username=user["Username"],
                Password=password,
                Permanent=True,
            )
    except ClientError as error:
        if error_code(error) == "UsernameExistsException":
            raise EmailTaken("somebody has this e-mail already") from error
        if error_code(error) in ("InvalidParameterException", "InvalidPasswordException"):
            raise NotAccepted(error.response["Error"]["Message"]) from error
        raise
    return _attribute(user["Attributes"], "sub")


def account_id_of(email: str) -> str:
    """Of somebody who is in the pool."""
    user = client("cognito-idp").admin_get_user(UserPoolId=user_pool.USER_POOL, Username=email)
    return _attribute(user["UserAttributes"], "sub")


def disable(account_id: str) -> None:
    """Nobody signs in as them any more. One who is gone already stays gone."""
    _unless_gone("admin_disable_user", account_id)


def forget(account_id: str) -> None:
    """Name, e-mail and password are gone for good."""
    _unless_gone("admin_delete_user", account_id)


def every_user() -> Iterator[PoolUser]:
    more: dict[str, str] = {}
    while True:
        page = client("cognito-idp").list_users(UserPoolId=user_pool.USER_POOL, **more)
        yield from map(_user, page["Users"])
        if "PaginationToken" not in page:
            return
        more = {"PaginationToken": page["PaginationToken"]}


def _unless_gone(call: str, account_id: str) -> None:
    try:
        getattr(client("cognito-idp"), call)(UserPoolId=user_pool.USER_POOL, Username=account_id)
    except ClientError as error:
        if error_code(error) != "UserNotFoundException":
            raise


def _user(user: Any) -> PoolUser:
    return PoolUser(
        account_id=_attribute(user["Attributes"], "sub"),
        email=_attribute(user["Attributes"], "email"),
        name=_attribute(user["Attributes"], "name"),
        status=user["UserStatus"],
        enabled=user["Enabled"],
    )


def _attribute(attributes: Any, name: str) -> str:
    return next((each["Value"] for each in attributes if each["Name"] == name), "")
