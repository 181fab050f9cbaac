"""`store secret`: another webhook secret or API key for a store, in words."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.text import Text

from commissions.domain.stores.subscriptions import APP, BY_HAND, GIVEN, OWN_KEY
from tools.cli import formats, output
from tools.cli.errors import REFUSED, Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.sync.rotate_secret import Rotation

WAITING = "Setting it; the store gets it once every function knows it, in half a minute …"
IN_THE_STORE = {
    APP: "The store signs with the app's oldest secret that is not revoked: make another one in "
    "the Dev Dashboard, and revoke the former one there while it is good here. For up to an hour "
    "after that the store may go on to sign with it.",
    BY_HAND: "Write it into the header of the store's webhooks: nobody else can.",
    OWN_KEY: "The store's webhooks are signed with a key of the platform's own, not with it.",
}
"""What is left to do, by what signs the store's webhooks."""


def secret(  # noqa: PLR0913, PLR0917 - an option is a parameter
    store: Annotated[str, typer.Argument(help="The store's id.", metavar="STORE")],
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
        int,
        typer.Option(
            help="How long the one before stays good; with 0 it is refused within a minute.",
            min=0,
            max=720,
        ),
    ] = 24,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Sets or rotates a store's secret, also in the store's webhooks; the one before it stays good
    for some hours."""
    select_stack(stack)
    from commissions.application.queries import stores

    stores.store(store)
    new = value or _prompted(as_json)
    if api_key:
        _rotate_key(store, new, keep_hours, as_json)
        return
    from commissions.application.sync.rotate_secret import rotate_webhook_secret

    with output.console(stderr=True).status(WAITING):
        done = rotate_webhook_secret(store, new, signer=of, keep_previous_hours=keep_hours)
    answer = _answer(store, "webhook secret", keep_hours) | {
        "version": done.version,
        "webhooks_given": done.given,
        "failed": done.failed,
    }
    output.respond(as_json, answer, *rotation_screen(store, done, keep_hours))
    if done.failed:
        raise typer.Exit(REFUSED)


def rotation_screen(store: str, done: "Rotation", keep_hours: int) -> list[RenderableType]:
    former = "" if done.is_first else f"; {_former(keep_hours)}"
    lines = [
        Text(
            f"The webhook secret of {store} is set, as {done.version}: it counts within half a "
            f"minute{former}."
        )
    ]
    if done.given:
        given = f"{formats.count(done.given, 'webhook')} of the store got it."
        lines.append(Text(given, "green"))
    if done.failed:
        lines.append(_not_given(store, done, keep_hours))
    elif done.signing != GIVEN:
        lines.append(Text(IN_THE_STORE[done.signing], "yellow"))
    return [*lines]


def _not_given(store: str, done: "Rotation", keep_hours: int) -> Text:
    until = f"for {keep_hours} h more" if keep_hours else "no more: what they tell is refused now"
    return Text(
        f"The store's webhooks could not be given it ({done.failed}). What was not signs with the "
        f"one before, which is good {until}. The hourly check tries again; at once: "
        f"`commissions store connect {store}`.",
        "red",
    )


def _rotate_key(store: str, key: str, keep_hours: int, as_json: bool) -> None:
    from commissions.application.sync import store_secrets

    store_secrets.rotate_api_key(store, key, keep_previous_hours=keep_hours)
    line = f"The API key of {store} is set and counts in half a minute; {_former(keep_hours)}."
    output.respond(as_json, _answer(store, "API key", keep_hours), Text(line))


def _answer(store: str, changed: str, keep_hours: int) -> dict[str, Any]:
    return {"store_id": store, "changed": changed, "keep_hours": keep_hours}


def _former(keep_hours: int) -> str:
    if not keep_hours:
        return "the one before it is refused within a minute"
    return f"the one before it is good for {keep_hours} h more"


def _prompted(as_json: bool) -> str:
    if as_json:
        raise Misused("Say the secret with --value or COMMISSIONS_SECRET.")
    return str(typer.prompt("New secret", hide_input=True))
