"""Who it is that types: on AWS whoever the credentials are of, on a local stack whoever says so."""

import getpass
import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated

import typer

from tools.cli.errors import Misused

if TYPE_CHECKING:
    from commissions.domain.actions.action import Actor

LOCAL = "local"
NAME_MAX = 64
VARIABLE = "COMMISSIONS_OPERATOR"
WHERE = "command line"
ON_AWS = (
    "On AWS you are who your credentials say: leave --as, --by and --approved-by out. Who else "
    "agrees does so with their own: `commissions actions approve`."
)

said_to_be: ContextVar[str] = ContextVar("said_to_be", default="")
"""What `--as` says."""

As = Annotated[
    str,
    typer.Option("--as", metavar="NAME", help="Who you are, on a local stack; on AWS it is known."),
]
By = Annotated[
    str,
    typer.Option("--by", help="The same as --as NAME; without either, this machine's user."),
]


def operator(by: str) -> str:
    """Who decides, as far as said. Raises Misused where nobody says, and this machine does not
    know."""
    name = _said(by) or os.environ.get(VARIABLE, "").strip() or _user()
    if not name or len(name) > NAME_MAX or not name.isprintable():
        raise Misused(f"Say who decides: --by NAME, of {NAME_MAX} characters at most.")
    return name


def actor(stack: str, by: str = "", *, in_person: bool = False) -> "Actor":
    """Who does it; to be asked when the stack is reached. `in_person`: this machine's user is not
    enough, since it takes two who are told apart. Raises Misused, or NobodyInParticular."""
    from commissions.domain.actions.action import Actor

    said = _said(by)
    if stack != LOCAL:
        if said:
            raise Misused(ON_AWS)
        from commissions.application.actions.callers import caller

        return Actor(caller(), WHERE)
    if in_person and not (said or os.environ.get(VARIABLE, "").strip()):
        raise Misused("Say who you are: --as NAME. It takes two people, who have to be told apart.")
    return Actor(operator(by), WHERE)


def _said(by: str) -> str:
    names = [each.strip() for each in (by, said_to_be.get()) if each.strip()]
    if len({each.casefold() for each in names}) > 1:
        raise Misused(f"--as {names[1]} and --by {names[0]} are two people: say one of them.")
    return names[0] if names else ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
