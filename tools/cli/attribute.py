"""The command by which a person says whose sale an order is."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from commissions.application.queries.order_reference import parse_order
from commissions.domain.people.attribution_override import CUSTOMER, ORDER
from tools.cli import action_view, attribute_view, output
from tools.cli.errors import Misused
from tools.cli.operator import actor
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack
from tools.cli.submitting import submitted

if TYPE_CHECKING:
    from commissions.domain.actions.action import Action

WHY_MAX, ID_MAX = 500, 128
To = Annotated[
    str, typer.Option(metavar="MEMBER|HOUSE", help="Whose it is; HOUSE: nobody's, by your word.")
]
Scope = Annotated[
    str,
    typer.Option(help="`order`: this order alone; `customer`: its customer too, from it on."),
]
Why = Annotated[str, typer.Option(help="Why; kept with it. No names of customers.")]
Undo = Annotated[str, typer.Option(metavar="ID", help="Take this override back.")]
Propose = Annotated[
    bool,
    typer.Option("--propose", help="Put it before a second person, even where one is enough."),
]
Apply = Annotated[
    bool,
    typer.Option(
        "--apply",
        help="Put it on record, or before a second person where it is taken from somebody; "
        "without it nothing is written.",
    ),
]


def attribute(  # noqa: PLR0913, PLR0917 - an option is a parameter
    order: Annotated[str, typer.Argument(help="shopify/tea-us/1001, tea-us/1001 or just 1001.")],
    to: To = "",
    scope: Scope = ORDER,
    why: Why = "",
    undo: Undo = "",
    propose: Propose = False,
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Says whose sale an order is, above all that its referrals say, or whose its customer is from
    it on: shows whose money that changes, and does nothing more without --apply."""
    check(to, scope, why, undo)
    reference = parse_order(order)
    select_stack(stack)
    me = actor(stack, in_person=propose)
    from commissions.application.actions import order_attribution
    from commissions.application.care import override_order
    from commissions.application.care.drafted_overrides import OverrideRequest

    now = datetime.now(UTC)
    asked = OverrideRequest(
        to=to.strip(), undo=undo.strip(), scope=scope, by=me.who, why=why.strip()
    )
    proposal = override_order.propose(reference, asked, now=now)
    action: Action | None = None
    if apply or propose:
        ask = propose or bool(proposal.second)
        payload = order_attribution.payload_of(proposal, asked, now)
        kind, who = order_attribution.ORDER_ATTRIBUTION, actor(stack, in_person=ask)
        action = submitted(kind, proposal.order_key, payload, who, now, why=asked.why, ask=ask)
    applied = action_view.is_applied(action)
    answer = attribute_view.answer(proposal, applied=applied) | action_view.reference(action)
    screen = attribute_view.screen(proposal, applied=applied, waits=action is not None)
    output.respond(as_json, answer, screen, *action_view.what_waits(action))


def check(to: str, scope: str, why: str, undo: str) -> None:
    """Raises Misused."""
    if scope not in (ORDER, CUSTOMER):
        raise Misused(f"--scope is order or customer, not {scope!r}.")
    if undo.strip() and scope != ORDER:
        raise Misused("--undo takes back all that was said: leave --scope out.")
    if bool(to.strip()) == bool(undo.strip()):
        raise Misused("Say one thing: --to MEMBER, --to HOUSE, or --undo ID.")
    for name, said in (("--to", to), ("--undo", undo)):
        if len(said) > ID_MAX or not said.isprintable():
            raise Misused(f"{name} is an id of {ID_MAX} characters at most.")
    if not why.strip() or len(why) > WHY_MAX or not why.isprintable():
        raise Misused(f"Say why it is so: --why TEXT, of {WHY_MAX} characters at most, in a line.")
