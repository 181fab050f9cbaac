"""`commissions store connect, check, access`: a store's API, and the webhooks made through it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import out, shown
from tools.cli.errors import Misused, Refused
from tools.cli.reach import LOCAL, AsJson, StackName, reach

if TYPE_CHECKING:
    from commissions.clients import Subscription
    from commissions.domain.store import Store
    from commissions.domain.subscriptions import Compared

StoreId = Annotated[str, typer.Argument(help="The store's id.", metavar="STORE")]
ACCESS = {
    "shopify": (("token",),),
    "woocommerce": (("consumer_key", "consumer_secret"),),
    "magento": (
        ("consumer_key", "consumer_secret", "access_token", "access_token_secret"),
        ("token",),
    ),
    "bigcommerce": (("token",),),
}
"""What opens each platform's API; where there are several ways, the one that is asked for first."""


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
    reached = reach(stack)
    from commissions.domain.polling import CATALOGUE, CHANGED
    from commissions.runtime import subscriptions
    from commissions.runtime.polling import ask

    base = url or reached.api_url
    if not base.startswith(("https://", "http://")):
        raise Misused("Say where the store reaches us: --url https://…")
    before, after = subscriptions.connect(_store(store), base, now=datetime.now(UTC))
    for look in (CATALOGUE, CHANGED):  # at once, and not when the schedule comes to it
        ask(store, look)
    done = Text(f"{store} was connected: {_changes(before)}", "green" if not after.wrong else "")
    out.tell(as_json, {"found": told(before), "now": told(after)}, screen({store: after}), done)
    if after.wrong:
        raise typer.Exit(1)


def check(
    store: Annotated[
        str, typer.Argument(help="The store's id; every connected one without.", metavar="[STORE]")
    ] = "",
    repair: Annotated[bool, typer.Option("--repair", help="Put right what is wrong.")] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Whether the stores still have their webhooks; exit code 1 where something is wrong."""
    reach(stack)
    from commissions.runtime import subscriptions
    from commissions.runtime.doors import client_of

    found = {}
    for each in _connected(store):
        door = client_of(each)
        found[each.store_id] = subscriptions.look(each, door)
        if repair and found[each.store_id].wrong:
            subscriptions.put_right(each, door, found[each.store_id], ours_elsewhere=True)
            found[each.store_id] = subscriptions.look(each, door)
    answer = {store_id: told(each) for store_id, each in found.items()}
    out.tell(as_json, {"stores": answer}, screen(found))
    if any(each.wrong for each in found.values()):
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
    reach(stack)
    from commissions.domain.parking import WaitsFor
    from commissions.runtime import secrets
    from commissions.runtime.releasing import release_waiting

    found = _store(store)
    ways = ACCESS[found.platform]
    parts = parsed(given) if given else _asked(ways[0], as_json)
    check_parts(found.platform, parts)
    secrets.set_access(store, parts)
    released = release_waiting([WaitsFor.access(store)])
    out.tell(
        as_json,
        {"store_id": store, "access": sorted(parts), "released": released},
        Text(f"The access to {store} is set; {shown.count(released, 'record')} went on."),
    )


def state(store_id: str) -> dict[str, str]:
    """Where a store's webhooks have to go, and how far it has been asked; empty where not."""
    from commissions.domain.polling import LOOKS
    from commissions.tables import progress

    connection, checked = progress.connection(store_id), progress.last_check(store_id)
    read = {f"{look}_read_until": progress.of(store_id, look).read_until for look in LOOKS}
    moments = {"ours_since": connection.since, "webhooks_checked": checked and checked[0]} | read
    shown_at = {name: shown.moment(at) if at else "" for name, at in moments.items()}
    return {"connected_to": connection.url, **shown_at}


def parsed(given: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    if any(not (name and value) for name, _, value in pairs):
        raise Misused("Write each part as --set NAME=VALUE.")
    return {name: value for name, _, value in pairs}


def check_parts(platform: str, parts: dict[str, str]) -> None:
    """Refuses what would not open the platform's API; names only, as the values are secret."""
    ways = ACCESS[platform]
    if set(parts) not in map(set, ways):
        wanted = ", or ".join(" and ".join(way) for way in ways)
        raise Misused(f"A {platform} store is opened with {wanted}.")
    if any(not value.strip() for value in parts.values()):
        raise Misused("A part of the key is empty.")


def _asked(names: tuple[str, ...], as_json: bool) -> dict[str, str]:
    if as_json:
        raise Misused("Say the parts with --set NAME=VALUE or COMMISSIONS_ACCESS.")
    return {name: str(typer.prompt(name.replace("_", " "), hide_input=True)) for name in names}


def _store(store_id: str) -> "Store":
    from commissions.runtime.doors import has_api
    from commissions.tables import stores

    found = stores.get(store_id)
    if not has_api(found):
        raise Refused(f"{store_id} is closed, or has no API that could be asked.")
    return found


def _connected(store_id: str) -> list["Store"]:
    from commissions.runtime.doors import has_api
    from commissions.tables import progress, stores

    if store_id:
        return [_store(store_id)]
    return [
        store
        for store in stores.all_stores()
        if has_api(store) and progress.connection(store.store_id).url
    ]


def told(found: "Compared[Subscription]") -> dict[str, Any]:
    kinds = ("fine", "disabled", "misdirected", "duplicates", "foreign")
    return {"wrong": found.wrong, "missing": found.missing} | {
        kind: [out.plain(each) for each in getattr(found, kind)] for kind in kinds
    }


def screen(found: dict[str, "Compared[Subscription]"]) -> RenderableType:
    if not found:
        return Text("No store is connected: `commissions store connect STORE`.", "yellow")
    parts: list[RenderableType] = []
    grid = out.table("store", "topic", "state", "goes to")
    for store_id, each in found.items():
        parts += _fine(store_id, each)
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


def _fine(store_id: str, each: "Compared[Subscription]") -> list[RenderableType]:
    """What is as it should be, in as many words as it takes."""
    if not each.fine:
        return []
    topics = ", ".join(sorted(one.topic for one in each.fine))
    where = each.fine[0].url
    return [
        Text.assemble((f"{store_id}  ", "bold"), f"{len(each.fine)} webhooks to {where}"),
        out.indented(Text(topics, "dim")),
    ]


def _lines(found: "Compared[Subscription]") -> list[tuple[str, str, str]]:
    had = [
        *((each, "disabled") for each in found.disabled),
        *((each, "goes elsewhere") for each in found.misdirected),
        *((each, "twice") for each in found.duplicates),
        *((each, "foreign") for each in found.foreign),
    ]
    lines = [(each.topic, state, each.url) for each, state in had]
    return sorted([*lines, *((topic, "missing", "-") for topic in found.missing)])


def _changes(before: "Compared[Subscription]") -> str:
    removed = len(before.disabled) + len(before.misdirected) + len(before.duplicates)
    return f"{len(before.missing)} made, {removed} removed, {len(before.fine)} were there."
