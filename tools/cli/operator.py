"""Who decides: a name or an id that the company knows its own people by."""

import getpass
from typing import Annotated

import typer

from tools.cli.errors import Misused

NAME_MAX = 64
VARIABLE = "COMMISSIONS_OPERATOR"

By = Annotated[
    str,
    typer.Option(
        "--by",
        envvar=VARIABLE,
        help="Who decides, by name or id; without it, this machine's user.",
    ),
]


def operator(by: str) -> str:
    """Who decides. Raises Misused where nobody says, and this machine does not know."""
    name = by.strip() or _user()
    if not name or len(name) > NAME_MAX or not name.isprintable():
        raise Misused(f"Say who decides: --by NAME, of {NAME_MAX} characters at most.")
    return name


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
