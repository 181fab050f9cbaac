"""What a store's webhooks are, in words and for machines."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.stores.subscriptions import APP, OWN_KEY
from tools.cli import formats, output

if TYPE_CHECKING:
    from commissions.clients import Subscription
    from commissions.domain.stores.subscriptions import SubscriptionDiff

NOTHING: Mapping[str, str] = MappingProxyType({})
_BY = {APP: "the app's client secret", OWN_KEY: "a key of the platform's own"}
"""What signs webhooks that no secret of ours is given to."""


def answer(found: "SubscriptionDiff[Subscription]") -> dict[str, Any]:
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
    found: Mapping[str, "SubscriptionDiff[Subscription]"],
    signing: Mapping[str, str] = NOTHING,
    *,
    by_hand: Mapping[str, str] = NOTHING,
    failed: Mapping[str, str] = NOTHING,
) -> RenderableType:
    """`signing`: by store, how its webhooks are signed; `by_hand`: where those have to go that a
    person makes in the store; `failed`: why a store could not be looked at."""
    if not found and not failed:
        return Text("No store is connected: `commissions store connect STORE`.", "yellow")
    parts: list[RenderableType] = []
    grid = output.table("store", "topic", "state", "goes to")
    for store_id, each in found.items():
        parts += _fine(store_id, each, _BY.get(signing.get(store_id, ""), ""))
        for topic, state, url in _lines(each):
            style = "dim" if state == "foreign" else "red"
            grid.add_row(store_id, topic, Text(state, style), url)
    parts += [_by_hand(*each) for each in by_hand.items()]
    parts += [grid] if grid.row_count else []
    parts += [Text(f"{store_id}: {why}", "red") for store_id, why in failed.items()]
    return Group(*parts, Text(), *_verdict(found, failed))


def _by_hand(store_id: str, url: str) -> Text:
    said = f"its webhooks are made by hand, to {url}, and not seen from here"
    return Text.assemble((f"{store_id}  ", "bold"), said)


def _verdict(
    found: Mapping[str, "SubscriptionDiff[Subscription]"], failed: Mapping[str, str]
) -> Iterator[Text]:
    wrong = sum(each.wrong for each in found.values())
    if failed:
        yield Text(f"{formats.count(len(failed), 'store')} could not be looked at.", "red")
    if wrong:
        yield Text(f"{wrong} wrong: `commissions store check --repair` puts it right.", "red")
    elif not failed and any(each.fine for each in found.values()):
        yield Text("All webhooks are as they should be.", "green")


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


def changes(before: "SubscriptionDiff[Subscription]") -> str:
    removed = len(before.disabled) + len(before.misdirected) + len(before.duplicates)
    given = f"{len(before.outdated)} given the secret that is set, " if before.outdated else ""
    return f"{len(before.missing)} made, {given}{removed} removed, {len(before.fine)} were there."


def _signed(webhook: "Subscription") -> str:
    if not webhook.signed_with:
        return "signed with an unknown secret"
    return f"signed with {webhook.signed_with}, not the one that is set"
