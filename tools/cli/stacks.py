"""Commands about the stack itself: up, down, and loading a company into it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import Misused, Refused
from tools.cli.progress import Progress
from tools.cli.stack_access import LOCAL, AsJson, StackName, enter, select_stack

if TYPE_CHECKING:
    from tools.company import Company
    from tools.company.secrets import Given
    from tools.company.writing import Loaded
    from tools.local.demo_accounts import DemoAccount
    from tools.stack import Stack

WRITERS = 4
_HOST = re.compile(r"([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]{2,39}\])(:[0-9]{1,5})?")
_NEXT = "Next: commissions load company/    then: commissions store list"
_ON_AWS = (
    "A stack on AWS is deployed with `sam deploy --config-env dev`, and deleted with `sam delete`."
)


def up(
    private_stores: Annotated[
        str,
        typer.Option(
            envvar="COMMISSIONS_PRIVATE_STORES",
            metavar="HOST[:PORT],…",
            help="Where shops of your own network are asked; this machine's own always are.",
        ),
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Builds, starts the local AWS engine and deploys the same template.yaml to it."""
    _check_local(stack)
    hosts = hosts_of(private_stores)
    from tools.local import demo_accounts, lifecycle

    goes_on = lifecycle.has_kept()
    with Progress(output.console(stderr=True)) as progress:
        deployed = lifecycle.up(progress.say, private_stores=hosts)
        demo = _demo_accounts(deployed, progress)
    before = "It goes on with what was kept: commissions store list"
    output.respond(
        as_json,
        {
            "stack": deployed.name,
            "api_url": deployed.api_url,
            "endpoint": deployed.endpoint,
            "goes_on": goes_on,
            "pages_url": deployed.pages_url,
            "accounts": [{"email": each.email, "roles": each.roles} for each in demo],
            "password": demo_accounts.PASSWORD if demo else "",
        },
        Text.assemble(("The stack is up. Stores send to ", "bold"), deployed.api_url),
        *_pages(deployed, demo),
        Text(before if goes_on else _NEXT, "dim"),
    )


def _demo_accounts(deployed: "Stack", progress: Progress) -> "Sequence[DemoAccount]":
    """Those to sign in with on this machine."""
    if not deployed.pages_url:
        return ()
    from tools.local import demo_accounts

    progress.say("open the demo company's accounts ...")
    enter(deployed)
    return demo_accounts.make()


def _pages(deployed: "Stack", demo: "Sequence[DemoAccount]") -> list[Text]:
    if not demo:
        return []
    from tools.local import demo_accounts

    members = ", ".join(each.who for each in demo if each.member_id)
    staff = ", ".join(f"{each.who} ({', '.join(each.roles)})" for each in demo if each.roles)
    return [
        Text.assemble(("Pages: ", "bold"), deployed.pages_url),
        Text.assemble(("  members   ", "dim"), members),
        Text.assemble(("  staff     ", "dim"), staff),
        Text.assemble(
            ("  sign in   ", "dim"), f"NAME@{demo_accounts.DOMAIN}, {demo_accounts.PASSWORD}"
        ),
    ]


def down(
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep what is in it for the next `up`.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Stops the local stack; everything in it is gone, unless --keep is given."""
    _check_local(stack)
    from tools.local import lifecycle

    had_kept = lifecycle.has_kept()
    was_up = lifecycle.down(keep=keep)
    kept = keep and lifecycle.has_kept()
    outcome = "The local stack is stopped." if was_up else "No local stack was running."
    if had_kept and not was_up and not keep:
        outcome = "No local stack was running; what was kept of one is gone."
    more = [Text("`commissions up` goes on with what is in it.", "dim")] if kept else []
    output.respond(as_json, {"was_up": was_up, "kept": kept}, Text(outcome), *more)


def hosts_of(text: str) -> list[str]:
    """Raises Misused."""
    hosts = [each.strip().lower() for each in text.split(",") if each.strip()]
    for wrong in (each for each in hosts if not _HOST.fullmatch(each)):
        raise Misused(
            f"--private-stores {wrong} is no host: write shop.lan or 192.168.1.20:8080, without "
            "http:// and without a path."
        )
    return hosts


def _check_local(stack: str) -> None:
    if stack != LOCAL:
        raise Misused(_ON_AWS)


def load(
    folder: Annotated[Path, typer.Argument(help="A company's files: see company/.")],
    secrets: Annotated[
        Path | None, typer.Option(help="The stores' secrets, in a file of their own.")
    ] = None,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Loads distributors, SKUs, stores, plan and rates: all of it, or nothing if a row is wrong."""
    from tools import company

    try:
        read, given = company.read(folder), company.read_secrets(secrets) if secrets else ()
        select_stack(stack)
        with Progress(output.console(stderr=True)) as progress:
            notices, loaded = load_into(read, given, progress)
    except company.Refused as refused:
        raise Refused(f"Nothing was loaded. Correct this and load again:\n{refused}") from refused
    new = asdict(loaded)
    changed = new.pop("changed_stores")
    output.respond(
        as_json,
        {
            "new": new,
            "changed": {"stores": changed},
            "secrets": [each.store_id for each in given],
            "notices": notices,
        },
        *(Text(f"Note: {notice}", "yellow") for notice in notices),
        Text(f"Loaded. {loaded_counts(new, changed)}"),
    )


def load_into(
    read: "Company", given: tuple["Given", ...], progress: Progress
) -> tuple[Sequence[str], "Loaded"]:
    """Loads into the stack that was reached; the notices, and how much was new."""
    from tools.company import check, check_secrets, write_secrets, writing

    changes = check(read)
    check_secrets(given, [each.store_id for each in changes.stores])
    loaded = writing.write(changes, progress.part, writers=WRITERS)
    write_secrets(given, progress.part)
    return changes.notices, loaded


def loaded_counts(new: Mapping[str, int], changed_stores: Mapping[str, Sequence[str]]) -> str:
    """`New: 12 distributors, 1 SKU. Changed: store tea-us (domain, paid_when).`"""
    words = {
        "skus": "SKUs",
        "moves_and_changes": "moves or changes",
        "waiting_for_a_seat": "holding tank places",
    }
    parts = [
        formats.count(count, words.get(what, what).removesuffix("s"))
        for what, count in new.items()
        if count
    ]
    said = [f"New: {', '.join(parts)}."] if parts else []
    if changed_stores:
        named = (f"{each} ({', '.join(names)})" for each, names in changed_stores.items())
        stores = "store" if len(changed_stores) == 1 else "stores"
        said.append(f"Changed: {stores} {', '.join(named)}.")
    return " ".join(said) or "Nothing was new."
