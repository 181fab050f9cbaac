"""Errors as people meet them: one sentence that says what to do, and an exit code."""

import json
import os
import sys
import traceback
from contextlib import suppress
from typing import Any

from typer import Abort, Exit, TyperException
from typer.core import TyperGroup

from tools.cli import hints, output
from tools.cli.errors import MISUSED, REFUSED, UNREACHABLE, Refused

VERBOSE, AS = "--verbose", "--as"
UNREAD = 141
"""The exit code of a command whose output nobody reads any more, as shells have it."""
_NOT_THERE = ("NoStack", "NotStarted")
_NO_ACCESS = (
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
)


class Commands(TyperGroup):
    """The commands; what goes wrong in one ends here."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`--verbose` and `--as NAME` count wherever they stand."""
        if VERBOSE in args:
            args = [VERBOSE, *(each for each in args if each != VERBOSE)]
        if AS in args:
            at = args.index(AS)
            args = [*args[at : at + 2], *args[:at], *args[at + 2 :]]
        args.sort(key=lambda each: not each.startswith(f"{AS}="))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (Abort, Exit, TyperException):
            raise
        except BrokenPipeError:
            _leave_output()
            raise Exit(UNREAD) from None
        except Exception as error:
            if ctx.params.get("verbose"):
                traceback.print_exception(error)
            raise Exit(report(error, as_json="--json" in sys.argv)) from error


def _leave_output() -> None:
    """Whoever read what is printed has gone (`| head`): nothing more is written there, nor tried
    when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def report(error: Exception, *, as_json: bool) -> int:
    """Prints what went wrong, and returns the exit code."""
    sentence, code = answer(error)
    if as_json:
        sys.stdout.write(json.dumps({"error": sentence, "exit_code": code}) + "\n")
    else:
        output.console(stderr=True).print(sentence, style="red")
    return code


def answer(error: BaseException) -> tuple[str, int]:
    if refusal := _refusal(error):
        return refusal
    match error:
        case FileNotFoundError() | IsADirectoryError() | PermissionError() if error.filename:
            return f"Cannot read {error.filename}: {error.strerror}.", MISUSED
        case _ if sentence := _unreachable(error) or _unreachable(error.__cause__):
            return sentence, UNREACHABLE
        case _ if _ours(error) and error.args:
            code = UNREACHABLE if type(error).__name__ in _NOT_THERE else REFUSED
            return _sentence(str(error.args[0])), code
        case _ if error.__cause__ is not None:
            return answer(error.__cause__)
    return (
        f"Unexpected {type(error).__name__}: {error}. "
        f"Run it again with {VERBOSE} and report what that shows.",
        REFUSED,
    )


def _refusal(error: BaseException) -> tuple[str, int] | None:
    """What was refused on purpose, which says in full what to do."""
    if isinstance(error, Refused):
        return str(error), error.exit_code
    if sentence := hints.sentence(error):
        return sentence, hints.exit_code(error)
    return None


def _unreachable(error: BaseException | None) -> str:
    """What to do where AWS, or the local engine, does not answer or lets nobody in."""
    from botocore import exceptions
    from httpx2 import TransportError

    match error:
        case exceptions.NoCredentialsError() | exceptions.PartialCredentialsError():
            return "No AWS credentials: set AWS_PROFILE, or use the local stack (`commissions up`)."
        case exceptions.NoRegionError():
            return "No AWS region: set AWS_REGION to where the stack is."
        case exceptions.HTTPClientError() | exceptions.ConnectionError() | TransportError():
            return (
                "The stack does not answer. Local: start it with `commissions up`; "
                f"AWS: check region and network. ({type(error).__name__})"
            )
        case exceptions.ClientError() if error.response["Error"]["Code"] in _NO_ACCESS:
            return f"AWS lets these credentials do nothing here: {error}"
    return ""


def _ours(error: BaseException) -> bool:
    """Whether it is named after what happened in our business, and so can be told as it is."""
    return type(error).__module__.split(".")[0] in ("commissions", "tools")


def _sentence(text: str) -> str:
    stop = "" if text.endswith((".", "!", "?")) or "\n" in text else "."
    return f"{text[:1].upper()}{text[1:]}{stop}"
