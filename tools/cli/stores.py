"""Commands about the stores: which there are, how they work, and their secrets."""

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from commissions.domain.stores.store import Store
from tools.cli import api_version_view, connecting, output
from tools.cli.errors import Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

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
        "api_keys_live": found.live_api_keys,
        "api_access": list(found.access_parts),
        **api_version_view.answer(found),
        **({"secrets_to_move_from": found.former_secret} if found.former_secret else {}),
        **connecting.connection_answer(found.connection),
    }
    answer = output.jsonable(found.store) | more
    output.respond(as_json, answer, _details(asdict(found.store) | more))


@app.command()
def secret(  # noqa: PLR0913, PLR0917 - an option is a parameter
    store: StoreId,
    value: Annotated[
        str,
        typer.Option(
            "--value",
            envvar="COMMISSIONS_SECRET",
            help="The new secret; it is asked for, unseen, if neither this nor --api-key is given.",
        ),
    ] = "",
    api_key: Annotated[
        bool, typer.Option("--api-key", help="It is a key of the order API, not of webhooks.")
    ] = False,
    of: Annotated[
        str,
        typer.Option("--of", help="Whose it is, where a store has several: app, shop."),
    ] = "",
    keep_hours: Annotated[
        int, typer.Option(help="How long the secret before it stays good.", min=0, max=720)
    ] = 24,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Sets or rotates a store's secret; the one before it stays good for some hours."""
    select_stack(stack)
    from commissions.application.queries import stores
    from commissions.application.sync import store_secrets

    stores.store(store)
    new = value or _prompted(as_json)
    if api_key:
        store_secrets.rotate_api_key(store, new, keep_previous_hours=keep_hours)
    else:
        store_secrets.rotate_webhook_secret(store, new, signer=of, keep_previous_hours=keep_hours)
    what = "API key" if api_key else "webhook secret"
    output.respond(
        as_json,
        {"store_id": store, "changed": what, "keep_hours": keep_hours},
        Text(
            f"The {what} of {store} is set and counts in half a minute; "
            f"the one before it is good for {keep_hours} h more."
        ),
    )


def _prompted(as_json: bool) -> str:
    if as_json:
        raise Misused("Say the secret with --value or COMMISSIONS_SECRET.")
    return str(typer.prompt("New secret", hide_input=True))


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
