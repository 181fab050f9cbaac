"""Commands about the stores: which there are, and how they work."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from commissions.domain.stores.refusals import REASONS, RECIPIENT, SIGNATURE
from commissions.domain.stores.store import Store
from tools.cli import api_version_view, connecting, formats, output
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.stores import StoreProfile

app = typer.Typer(no_args_is_help=True, help="The stores: list, show, and their secrets.")
StoreId = Annotated[str, typer.Argument(help="The store's id.", metavar="STORE")]


@app.command("list")
def list_(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """All stores."""
    select_stack(stack)
    from commissions.application.queries.stores import all_stores

    found = all_stores()
    output.respond(as_json, {"stores": found}, _listed(found))


@app.command()
def show(store: StoreId, stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """How one store works, and where its webhooks go."""
    api_url = select_stack(stack).api_url
    from commissions.application.queries.stores import profile

    found = profile(store)
    more = {
        "webhook_url": api_url.rstrip("/") + found.receiving_path,
        "webhook_secrets_live": found.live_webhook_secrets,
        "webhook_secrets": list(found.webhook_secrets),
        "api_keys_live": found.live_api_keys,
        "api_access": list(found.access_parts),
        **api_version_view.answer(found),
        **({"secrets_to_move_from": found.former_secret} if found.former_secret else {}),
        **connecting.connection_answer(found.connection),
    }
    heard = heard_answer(found)
    answer = output.jsonable(found.store) | more | heard
    del heard["refused"]
    shown = asdict(found.store) | more | heard | _refused_in_words(found)
    output.respond(as_json, answer, _details(shown))


def heard_answer(found: "StoreProfile") -> dict[str, Any]:
    """What was last accepted of the store's messages and by which secret, and what was refused."""
    at, proven_by = found.last_proof or (None, "")
    refused = {reason: output.jsonable(each) for reason, each in found.refused.items()}
    return {
        "last_message": formats.moment(at) if at else "",
        "last_message_signed_with": proven_by,
        "refused": {reason: refused.get(reason) for reason in REASONS},
    }


def _refused_in_words(found: "StoreProfile") -> dict[str, str]:
    words = {}
    for reason, what in ((SIGNATURE, "for their signature"), (RECIPIENT, "as of another shop")):
        each = found.refused.get(reason)
        named = f": they name {each.named}" if each and each.named else ""
        said = f"{each.count}, the last {formats.moment(each.last_at)}{named}" if each else "0"
        words[f"refused {what}"] = said
    return words


def _listed(found: list[Store]) -> RenderableType:
    if not found:
        return Text("No stores yet: `commissions load company/` brings them.", "yellow")
    grid = output.table("store", "platform", "mode", "currency", "plan", "owner", "domain")
    for store in found:
        mode = store.mode.replace("_", " ")
        grid.add_row(
            store.store_id,
            store.platform,
            mode,
            store.currency,
            store.plan,
            store.owner,
            store.domain,
        )
    return grid


def _details(values: dict[str, Any]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    policies = {f"policy: {name}": value for name, value in values.pop("policies").items()}
    for name, value in (values | policies).items():
        text = ", ".join(value) if isinstance(value, (tuple, list)) else str(value)
        grid.add_row(name.replace("_", " "), text or "-")
    return grid
