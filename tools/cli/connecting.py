"""`commissions store connect, check, access`: a store's API, and the webhooks made through it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.stores.subscriptions import APP, OWN_KEY, signing_of
from tools.cli import formats, output, schema_view
from tools.cli.errors import Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.stores import ApiConnection
    from commissions.clients import Subscription
    from commissions.domain.stores.subscriptions import SubscriptionDiff

SIGNS = "The client secret signs the app's webhooks too: it is their secret now."
NOTHING: Mapping[str, str] = MappingProxyType({})
_BY = {APP: "the app's client secret", OWN_KEY: "a key of the platform's own"}
"""What signs webhooks that no secret of ours is given to."""
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
    done = Text(f"{store} was connected: {_changes(before)}", "green" if not after.wrong else "")
    output.respond(
        as_json,
        {"found": subscriptions_answer(before), "now": subscriptions_answer(after)},
        screen({store: after}),
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
    from commissions.application.queries import stores
    from commissions.application.sync import store_webhooks

    found = store_webhooks.check(store, repair=repair)
    lacking = store_webhooks.missing_scopes(found)
    named = store_webhooks.called_otherwise(found)
    signing = {store_id: signing_of(stores.store(store_id)) for store_id in found}
    answer = {
        store_id: subscriptions_answer(each)
        | {
            "missing_scopes": list(lacking.get(store_id, ())),
            "calls_itself": named.get(store_id, ""),
            "signing": signing[store_id],
        }
        for store_id, each in found.items()
    }
    more = [*scopes_screen(lacking), *names_screen(named)]
    output.respond(as_json, {"stores": answer}, screen(found, signing), *more)
    if lacking or named or any(each.wrong for each in found.values()):
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
    released = store_access.set_access(store, parts)
    output.respond(
        as_json,
        {"store_id": store, "access": sorted(parts), "released": released},
        Text(f"The access to {store} is set; {formats.count(released, 'record')} went on."),
        *([Text(SIGNS)] if store_access.SIGNING_PART in parts else []),
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


def subscriptions_answer(found: "SubscriptionDiff[Subscription]") -> dict[str, Any]:
    kinds = ("fine", "outdated", "disabled", "misdirected", "duplicates", "foreign")
    return {"wrong": found.wrong, "missing": found.missing} | {
        kind: [output.jsonable(each) for each in getattr(found, kind)] for kind in kinds
    }


def scopes_screen(lacking: Mapping[str, Sequence[str]]) -> list[Text]:
    """What a store's account may not read, and what to do about it."""
    return [
        Text(
            f"{store_id} may not read {', '.join(scopes)}: grant it in the store, and set the new "
            f"key with `commissions store access {store_id}`.",
            "red",
        )
        for store_id, scopes in lacking.items()
    ]


def names_screen(named: Mapping[str, str]) -> list[Text]:
    """Which stores' webhooks are all refused for their name, and what to do about it."""
    return [
        Text(
            f"{store_id} calls itself {name}, which is not its domain here: all its webhooks are "
            f"refused. Write `domain: {name}` in stores.yaml and load it.",
            "red",
        )
        for store_id, name in named.items()
    ]


def screen(
    found: dict[str, "SubscriptionDiff[Subscription]"], signing: Mapping[str, str] = NOTHING
) -> RenderableType:
    """`signing`: by store, how its webhooks are signed."""
    if not found:
        return Text("No store is connected: `commissions store connect STORE`.", "yellow")
    parts: list[RenderableType] = []
    grid = output.table("store", "topic", "state", "goes to")
    for store_id, each in found.items():
        parts += _fine(store_id, each, _BY.get(signing.get(store_id, ""), ""))
        for topic, state, url in _lines(each):
            style = "dim" if state == "foreign" else "red"
            grid.add_row(store_id, topic, Text(state, style), url)
    wrong = sum(each.wrong for each in found.values())
    verdict = (
        Text(f"{wrong} wrong: `commissions store check --repair` puts it right.", "red")
        if wrong
        else Text("All webhooks are as they should be.", "green")
    )
    return Group(*parts, *([grid] if grid.row_count else []), Text(), verdict)


def _fine(store_id: str, each: "SubscriptionDiff[Subscription]", key: str) -> list[RenderableType]:
    """What is as it should be, in as many words as it takes."""
    if not each.fine:
        return []
    topics = ", ".join(sorted(one.topic for one in each.fine))
    where = each.fine[0].url
    with_ = each.fine[0].signed_with or key
    by = f", signed with {with_}" if with_ else ""
    return [
        Text.assemble((f"{store_id}  ", "bold"), f"{len(each.fine)} webhooks to {where}{by}"),
        output.indented(Text(topics, "dim")),
    ]


def _lines(found: "SubscriptionDiff[Subscription]") -> list[tuple[str, str, str]]:
    had = [
        *((each, _signed(each)) for each in found.outdated),
        *((each, "disabled") for each in found.disabled),
        *((each, "goes elsewhere") for each in found.misdirected),
        *((each, "twice") for each in found.duplicates),
        *((each, "foreign") for each in found.foreign),
    ]
    lines = [(each.topic, state, each.url) for each, state in had]
    return sorted([*lines, *((topic, "missing", "-") for topic in found.missing)])


def _changes(before: "SubscriptionDiff[Subscription]") -> str:
    removed = len(before.disabled) + len(before.misdirected) + len(before.duplicates)
    given = f"{len(before.outdated)} given the secret that is set, " if before.outdated else ""
    return f"{len(before.missing)} made, {given}{removed} removed, {len(before.fine)} were there."


def _signed(webhook: "Subscription") -> str:
    if not webhook.signed_with:
        return "signed with an unknown secret"
    return f"signed with {webhook.signed_with}, not the one that is set"
