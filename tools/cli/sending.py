"""`send`: a file as a webhook of a store, signed like the store signs it."""

from collections import Counter
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.text import Text

from commissions.domain.stores.store import Store
from tools.cli import formats, output
from tools.cli.errors import REFUSED, Misused, Refused
from tools.cli.requests import Answered, Sender
from tools.cli.signing import signed
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

REPEAT_MAX = 10_000
TOPICAL = {
    "shopify": "orders/paid or refunds/create",
    "woocommerce": "order.updated",
}
"""The platforms whose webhooks name their topic beside the body."""
_ADVICE = {
    401: "The secret or key is not the store's; one that was just changed counts in half a minute.",
    404: "There is no such store: see `commissions store list`.",
    413: "The body is over 1 MiB.",
    422: "The order's fields are wrong: see the answer.",
    503: "The inbox could not take it: send it again.",
}


def send(  # noqa: PLR0913, PLR0917 - an option is a parameter
    file: Annotated[Path, typer.Argument(help="The raw JSON body.")],
    store: Annotated[str, typer.Option(help="The store's id.")],
    topic: Annotated[
        str,
        typer.Option(
            help="The webhook's topic, where its body does not say it: orders/paid, order.updated."
        ),
    ] = "",
    repeat: Annotated[int, typer.Option(help="Send it that many times.", min=1)] = 1,
    api_key: Annotated[
        str, typer.Option(envvar="COMMISSIONS_API_KEY", help="Of a store of the order API.")
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Sends a file as a store would: signed, to the stack's own route."""
    body = file.read_bytes()
    found = select_stack(stack)
    from commissions.application.queries import stores

    of = stores.store(store)
    if of.platform in TOPICAL and not topic:
        raise Misused(f"Say which --topic it is, like {TOPICAL[of.platform]}.")
    secret = api_key if of.platform == "orders" else webhook_secret(of)
    if not secret:
        raise Misused(f"{store} takes orders with a key: say --api-key, or COMMISSIONS_API_KEY.")
    with Sender(found.api_url) as sender:
        answers = [
            sender.post(signed(of, topic, body, secret)) for _ in range(min(repeat, REPEAT_MAX))
        ]
    output.respond(as_json, answer(answers), screen(of, answers))
    if not all(each.is_accepted for each in answers):
        raise typer.Exit(REFUSED)


def webhook_secret(store: Store) -> str:
    """The store's current secret; the first is the newest."""
    from commissions.application.sync.store_secrets import NoWebhookSecret, signing_secret

    try:
        return signing_secret(store)
    except NoWebhookSecret:
        raise Refused(
            f"{store.store_id} has no webhook secret yet: set it with "
            f"`commissions store secret {store.store_id}`."
        ) from None


def answer(answers: list[Answered]) -> dict[str, Any]:
    return {
        "answers": [
            {"status": each.status, "ms": round(each.seconds * 1000, 1), "body": each.text}
            for each in answers
        ]
    }


def screen(store: Store, answers: list[Answered]) -> Text:
    statuses = Counter(each.status for each in answers)
    text = Text()
    for status, count in sorted(statuses.items()):
        times = [each.seconds for each in answers if each.status == status]
        often = f" {count} times, median" if count > 1 else " in"
        text.append(f"{status}", "green" if status < 300 else "bold red")
        text.append(f"{often} {formats.milliseconds(median(times))}\n")
        if status >= 300:
            body = next(each.text for each in answers if each.status == status)
            text.append("".join(f"{line}\n" for line in (_ADVICE.get(status, ""), body) if line))
    text.append(f"to {store.store_id} ({store.platform})", "dim")
    return text
