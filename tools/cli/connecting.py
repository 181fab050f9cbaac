"""`commissions store connect, check, access`: a store's API, and the webhooks made through it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from commissions.domain.stores.subscriptions import BY_HAND, signing_of
from tools.cli import formats, output, schema_view, webhooks_view
from tools.cli.errors import Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commissions.application.queries.stores import ApiConnection

SIGNS = "The client secret signs the app's webhooks too: it is their secret now."
REVOKE = (
    "The one before it is good for 24 h more. Shopify signs with the app's oldest secret that is "
    "not revoked: revoke the former one in the Dev Dashboard before that, not after."
)
StoreId = Annotated[str, typer.Argument(help="The store's id.", metavar="STORE")]


def connect(
    store: StoreId,
    url: Annotated[
        str,
        typer.Option(
            "--url", help="Where the store reaches us; the stack's own address unless given."
        ),
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Has a store send its webhooks here: makes what is missing, removes what goes astray."""
    selected = select_stack(stack)
    base = url or selected.api_url
    if not base.startswith(("https://", "http://")):
        raise Misused("Say where the store reaches us: --url https://…")
    from commissions.application.sync import store_webhooks

    before, after = store_webhooks.connect(store, base, now=datetime.now(UTC))
    signing = _signing([store])
    changes = "it is asked what changed." if _hand_made(signing) else webhooks_view.changes(before)
    done = Text(f"{store} was connected: {changes}", "green" if not after.wrong else "")
    output.respond(
        as_json,
        {"found": webhooks_view.answer(before), "now": webhooks_view.answer(after)},
        webhooks_view.screen({store: after}, signing, by_hand=_hand_made(signing)),
        done,
    )
    if after.wrong:
        raise typer.Exit(1)


def check(
    store: Annotated[
        str, typer.Argument(help="The store's id; every connected one without.", metavar="[STORE]")
    ] = "",
    repair: Annotated[bool, typer.Option("--repair", help="Put right what is wrong.")] = False,
    schema: Annotated[
        bool,
        typer.Option("--schema", help="Check what we ask of the API against its schema instead."),
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Whether the stores still have their webhooks, and which secret each was given; exit code 1
    where something is wrong."""
    if schema and repair:
        raise Misused("--repair puts webhooks right; what a schema lacks takes another release.")
    select_stack(stack)
    if schema:
        schema_view.check_schemas(store, as_json)
        return
    from commissions.application.sync import store_webhooks

    checked = (
        store_webhooks.check(store, repair=repair)
        if store
        else store_webhooks.check_all(repair=repair)
    )
    found = checked.found
    lacking = store_webhooks.missing_scopes(found)
    named = store_webhooks.called_otherwise(found)
    signing = _signing(found)
    answer = {
        store_id: webhooks_view.answer(each)
        | {
            "missing_scopes": list(lacking.get(store_id, ())),
            "calls_itself": named.get(store_id, ""),
            "signing": signing[store_id],
        }
        for store_id, each in found.items()
    }
    output.respond(
        as_json,
        {"stores": answer, "failed": dict(checked.failed)},
        webhooks_view.screen(found, signing, by_hand=_hand_made(signing), failed=checked.failed),
        *webhooks_view.scopes_screen(lacking),
        *webhooks_view.names_screen(named),
    )
    if lacking or named or checked.failed or any(each.wrong for each in found.values()):
        raise typer.Exit(1)


def access(
    store: StoreId,
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            envvar="COMMISSIONS_ACCESS",
            metavar="NAME=VALUE",
            help="A part of the key, several times; each is asked for, unseen, without it.",
        ),
    ] = None,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Sets what opens a store's API; what had been waiting for it goes on."""
    select_stack(stack)
    from commissions.application.sync import store_access

    wanted = store_access.wanted_parts(store)
    parts = parsed(given) if given else _prompted(wanted, as_json)
    replaces = store_access.replaces_secret(store, parts)
    released = store_access.set_access(store, parts)
    output.respond(
        as_json,
        {"store_id": store, "access": sorted(parts), "released": released},
        Text(f"The access to {store} is set; {formats.count(released, 'record')} went on."),
        *([Text(SIGNS)] if store_access.SIGNING_PART in parts else []),
        *([Text(REVOKE, "yellow")] if replaces else []),
    )


def connection_answer(found: "ApiConnection") -> dict[str, str]:
    """Where a store's webhooks have to go, and how far it has been asked; empty where not."""
    read = {f"{polled}_read_until": until for polled, until in found.read_until.items()}
    moments = {
        "ours_since": found.own_since,
        "webhooks_checked": found.webhooks_checked_at,
        **read,
    }
    formatted = {name: formats.moment(at) if at else "" for name, at in moments.items()}
    return {"connected_to": found.webhooks_url, **formatted}


def parsed(given: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    if any(not (name and value) for name, _, value in pairs):
        raise Misused("Write each part as --set NAME=VALUE.")
    return {name: value for name, _, value in pairs}


def _prompted(names: tuple[str, ...], as_json: bool) -> dict[str, str]:
    if as_json:
        raise Misused("Say the parts with --set NAME=VALUE or COMMISSIONS_ACCESS.")
    return {name: str(typer.prompt(name.replace("_", " "), hide_input=True)) for name in names}


def _signing(store_ids: "Iterable[str]") -> dict[str, str]:
    """How the stores' webhooks are signed."""
    from commissions.application.queries import stores

    return {each: signing_of(stores.store(each)) for each in store_ids}


def _hand_made(signing: dict[str, str]) -> dict[str, str]:
    """Where the webhooks have to go of the stores in which a person makes them."""
    from commissions.application.queries import stores

    return {
        each: stores.connection(each).webhooks_url
        for each, how in signing.items()
        if how == BY_HAND
    }
