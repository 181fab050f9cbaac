"""Every command that changes something leaves a line in the audit log, before and after it.

It is done here for all of them: a command reaches its stack, and what it is about to change is in
the log before it goes on. What is an action on record (`actions`) has entries of its own.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer import Abort, Exit
from typer.core import TyperCommand

from tools.cli import failure, roles
from tools.cli.operator import actor, said_to_be

if TYPE_CHECKING:
    from commissions.domain.actions.audit_entry import AuditEntry

SAID_MAX = 200
"""Of what is refused the first line: what follows may quote rows of a company's files."""

Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changing:
    """What of a command's options goes into the log; what is not named here does not."""

    target: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    why: str = ""
    when: Callable[[Options], bool] = lambda _: True
    """Whether it changes anything, by its options."""


def _applies(options: Options) -> bool:
    return bool(options["apply"])


def _does_not_accept(options: Options) -> bool:
    """What is accepted of a record is an action on record."""
    return bool(options["dismiss"] or not options["accept"])


PLACING = ("tree", "under", "side", "at", "leave", "wait", "power_leg", "plan")
CHANGING = {
    "load": Changing(("folder",)),
    "send": Changing(("store",), ("topic", "repeat")),
    "release": Changing(("order",), ("dismiss",), "reason", _does_not_accept),
    "replay": Changing(("inbox_id", "order"), ("pending",)),
    "backfill": Changing(("store",), ("since", "until")),
    "rebuild": Changing(("order", "member")),
    "reconcile": Changing(("day",), ("store",)),
    "refold": Changing(("since",), ("approved_by",), "why", lambda options: not options["dry_run"]),
    "place": Changing(("member",), PLACING, "", _applies),
    "tank": Changing(("tree",), ("as_of", "plan"), "", _applies),
    "store secret": Changing(("store",), ("api_key", "of", "keep_hours")),
    "store connect": Changing(("store",)),
    "store access": Changing(("store",)),
    "secrets migrate": Changing(when=_applies),
    "events sign": Changing(("file",)),
    "events rotate": Changing((), ("keep_days",), "", _applies),
    "store check": Changing(("store",), when=lambda options: bool(options["repair"])),
    "privacy done": Changing(("ticket",)),
    "payout plan": Changing(("currency",), ("provider", "plan_id"), "", _applies),
    "payout reject": Changing(("batch",), (), "why", _applies),
    "payout send": Changing(("batch",), (), "", _applies),
    "payout settle": Changing(("file",), (), "", _applies),
    "payout register": Changing(("member",), ("reference", "currency", "country"), "", _applies),
    "payout hold": Changing(("member",), ("release",), "why", _applies),
    "warehouse run": Changing((), ("until",)),
    "accounts add": Changing(("member",), ("roles", "principal"), "why", _applies),
    "accounts close": Changing(("account",), ("forget",), "why", _applies),
    "team snapshot": Changing((), ("month",)),
    "team reindex": Changing(when=_applies),
}
"""By the words that people type."""

ON_RECORD = {
    "plan publish",
    "decide",
    "attribute",
    "customers move",
    "customers import",
    "period close",
    "period post",
    "payout propose",
    "payout approve",
    "payout write-off",
    "accounts roles",
    "actions approve",
    "actions reject",
}
"""Those whose steps write their own entries, in the transaction of each step."""


@dataclass(slots=True)
class _Running:
    name: str
    options: Options = field(default_factory=dict)
    begun: "AuditEntry | None" = None


_running: ContextVar[_Running | None] = ContextVar("running", default=None)


class Recorded(TyperCommand):
    """A command whose outcome is in the log if its beginning is."""

    def invoke(self, ctx: Any) -> Any:
        names = []
        root = ctx
        while root.parent:
            names.append(root.info_name)
            root = root.parent
        running = _Running(" ".join(reversed(names)), ctx.params)
        said, run = said_to_be.set(root.params.get("as_", "")), _running.set(running)
        try:
            answer = super().invoke(ctx)
        except BaseException as error:
            with suppress(Exception):  # what went wrong is what is told; the log then has no end
                _end(running, *_outcome(error))
            if denied := roles.refusal(error, running.name):
                raise denied from error
            raise
        else:
            _end(running, "done", "")
            return answer
        finally:
            said_to_be.reset(said)
            _running.reset(run)


def begin(stack: str) -> None:
    """Notes what the running command is about to change; to be called when its stack is reached."""
    running = _running.get()
    changing = CHANGING.get(running.name) if running else None
    if not running or running.begun or not changing or not changing.when(running.options):
        return
    from commissions.application.actions import command_log

    options = running.options
    deed = command_log.Deed(
        what=running.name,
        target=" ".join(filter(None, (_text(options[each]) for each in changing.target))),
        why=_text(options[changing.why]) if changing.why else "",
        details={each: said for each in changing.details if (said := _text(options[each]))},
    )
    who = actor(stack, options.get("by", ""))
    running.begun = command_log.begin(deed, who, datetime.now(UTC))


def _end(running: _Running, outcome: str, said: str) -> None:
    if running.begun:
        from commissions.application.actions import command_log

        command_log.end(running.begun, outcome, said, datetime.now(UTC))


def _outcome(error: BaseException) -> tuple[str, str]:
    match error:
        case Exit() if not error.exit_code:
            return "done", ""
        case Exit():
            return "done", f"exit code {error.exit_code}"
        case Exception() if not isinstance(error, Abort):
            return "refused", failure.answer(error)[0].splitlines()[0][:SAID_MAX]
    return "interrupted", ""


def _text(value: Any) -> str:
    """An option in words: of a path its name, as the rest is the machine's."""
    match value:
        case None | False:
            return ""
        case Path():
            return value.resolve().name
        case list() | tuple():
            return ", ".join(map(str, value))
    return str(value).strip()
