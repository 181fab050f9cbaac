"""`customers`: whose customers they are, handed over, and made from the orders of before."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from commissions.application.queries.order_reference import parse_order
from tools.cli import action_view, customers_view, output
from tools.cli.errors import Misused
from tools.cli.operator import actor
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.actions.kind import Payload
    from commissions.application.care.customers_given import CustomerGiven

WHY_MAX, ID_MAX = 500, 128
app = typer.Typer(
    no_args_is_help=True, help="Whose customers they are: show, hand over, make from before."
)
Since = Annotated[str, typer.Option(metavar="DAY", help="From this day (UTC) on: 2026-12-01.")]
Store = Annotated[str, typer.Option(help="Only of this store.")]
Why = Annotated[str, typer.Option(help="Why; kept with each of them. No names of customers.")]
Apply = Annotated[
    bool,
    typer.Option("--apply", help="Put it before a second person; without it nothing is written."),
]


@app.command()
def show(
    store: Annotated[str, typer.Argument(help="The store, with CUSTOMER.")] = "",
    customer: Annotated[str, typer.Argument(help="The store's id of the customer.")] = "",
    order: Annotated[str, typer.Option(help="Of who bought this order.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Whose customer somebody is, since which order, and what every order said; not who they
    are."""
    if bool(order) == bool(store and customer) or bool(store) != bool(customer):
        raise Misused("Say who: STORE and CUSTOMER, or --order ORDER.")
    reference = parse_order(order) if order else None
    select_stack(stack)
    from commissions.application.queries import customer_story

    found = (
        customer_story.of_order(reference)
        if reference
        else customer_story.of_customer(store, customer)
    )
    output.respond(as_json, customers_view.history_answer(found), customers_view.history(found))


@app.command()
def move(  # noqa: PLR0913, PLR0917 - an option is a parameter
    from_: Annotated[str, typer.Option("--from", metavar="MEMBER", help="Whose they are.")] = "",
    to: Annotated[str, typer.Option(metavar="MEMBER", help="Whose they become.")] = "",
    since: Since = "",
    store: Store = "",
    why: Why = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Hands a member's customers over to another, for their orders from a day on: shows how many
    they are and whose money changes; by two people it is done."""
    day = _checked(since, why)
    for name, said in (("--from", from_), ("--to", to)):
        if not said.strip() or len(said) > ID_MAX or not said.isprintable():
            raise Misused(f"Say {name} MEMBER, an id of {ID_MAX} characters at most.")
    if from_.strip() == to.strip():
        raise Misused("--from and --to are the same member: nothing to hand over.")
    select_stack(stack)
    from commissions.application.actions import customers_giving
    from commissions.application.care.customers_moved import HandOver, customers_moved

    asked = HandOver(
        from_member=from_.strip(),
        to_member=to.strip(),
        since=datetime.combine(day, time(), UTC),
        store_id=store.strip(),
    )
    found = customers_moved(asked, datetime.now(UTC))
    payload = customers_giving.move_payload(asked, found)
    kind = customers_giving.CUSTOMERS_MOVE.name
    _respond(kind, payload, found, why, stack, apply=apply, as_json=as_json)


@app.command("import")
def import_(  # noqa: PLR0913, PLR0917 - an option is a parameter
    since: Since = "",
    store: Store = "",
    why: Why = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Gives customers to whom their first order since a day named, of orders from before customers
    were remembered; for later orders only. Shows how many and whose money changes; by two people it
    is done."""
    day = _checked(since, why)
    select_stack(stack)
    from commissions.application.actions import customers_giving
    from commissions.application.care.customers_imported import customers_imported

    found = customers_imported(day, store.strip())
    payload = customers_giving.import_payload(day, store.strip(), found)
    kind = customers_giving.CUSTOMERS_IMPORT.name
    _respond(kind, payload, found, why, stack, apply=apply, as_json=as_json)


def _respond(  # noqa: PLR0913 - all that is shown
    kind: str,
    payload: "Payload",
    found: "list[CustomerGiven]",
    why: str,
    stack: str,
    *,
    apply: bool,
    as_json: bool,
) -> None:
    """What it would do; and put before a second person where that is asked for."""
    from commissions.application.actions import customers_giving
    from commissions.application.actions.proposing import ActionRequest, submit
    from commissions.application.care.customers_given import CUSTOMERS_MAX

    now = datetime.now(UTC)
    given = found[:CUSTOMERS_MAX]
    changed = customers_giving.changes_of(given, now)
    action = None
    if apply and given:
        request = ActionRequest(
            kind=kind,
            target=customers_giving.target_of(payload),
            payload=payload,
            why=why.strip(),
            ask=True,
        )
        action = submit(request, actor(stack, in_person=True), now)
    answer = customers_view.given_answer(given, changed, left=len(found) - len(given))
    screen = customers_view.given(given, changed, left=len(found) - len(given), proposed=apply)
    answer |= {"applied": False} | action_view.reference(action)
    output.respond(as_json, answer, screen, *action_view.what_waits(action))


def _checked(since: str, why: str) -> date:
    """Raises Misused."""
    if not why.strip() or len(why) > WHY_MAX or not why.isprintable():
        raise Misused(f"Say why it is so: --why TEXT, of {WHY_MAX} characters at most, in a line.")
    try:
        return date.fromisoformat(since)
    except ValueError:
        raise Misused(f"--since is a day like 2026-12-01, not {since!r}.") from None
