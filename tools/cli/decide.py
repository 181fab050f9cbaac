"""The command by which a person decides what an order's records leave open."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from commissions.application.queries.order_reference import parse_order
from commissions.domain import money
from commissions.domain.orders.decision import (
    ANSWERS,
    DISPUTE,
    GONE,
    GOODWILL,
    LISTED,
    LOST,
    REFUND,
    RETURN,
    RULE,
    WHETHER_COPY,
)
from tools.cli import action_view, decision_view, output
from tools.cli.errors import Misused
from tools.cli.operator import ON_AWS, By, actor, operator
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack
from tools.cli.submitting import submitted

if TYPE_CHECKING:
    from commissions.application.care.decide_order import Proposal
    from commissions.domain.actions.action import Action

WHY_MAX, ID_MAX = 500, 128
Asked = tuple[str, str, str]
"""What it is about, the refund's or dispute's id, and the answer."""
NO_PAIR = ("", "")


def _options(about: str) -> str:
    return " or ".join(f"`{each}`" for each in ANSWERS[about])


Returned = Annotated[
    str,
    typer.Option("--return", help=f"Goods came back and their money stayed: {_options(RETURN)}."),
]
Goodwill = Annotated[
    str, typer.Option(help=f"Money went back, the goods were kept: {_options(GOODWILL)}.")
]
Refund = Annotated[
    tuple[str, str],
    typer.Option(
        metavar="REFUND accept", help="A refund was told again with other figures: those count."
    ),
]
Dispute = Annotated[
    tuple[str, str], typer.Option(metavar="DISPUTE lost|won", help="How a dispute ended.")
]
Amount = Annotated[
    str,
    typer.Option(
        help="What the lost dispute took, gross; without it what the store says, else all of it."
    ),
]
Gone = Annotated[str, typer.Option(help=f"The store has the order no more: {_options(GONE)}.")]
Copy = Annotated[
    str,
    typer.Option(help=f"It is a copy of the order that is its parent: {_options(WHETHER_COPY)}."),
]
Why = Annotated[str, typer.Option(help="Why; kept with it. No names of customers.")]
Withdraw = Annotated[
    bool, typer.Option("--withdraw", help="Take this answer back, as it was given before.")
]
ApprovedBy = Annotated[str, typer.Option(help="Who else looked at it and agrees.")]
Propose = Annotated[
    bool,
    typer.Option("--propose", help="Put it before a second person, even where one is enough."),
]
Apply = Annotated[
    bool, typer.Option("--apply", help="Put it on record; without it nothing is written.")
]


def decide(  # noqa: PLR0913, PLR0917 - an option is a parameter
    order: Annotated[str, typer.Argument(help="shopify/tea-us/1001, tea-us/1001 or just 1001.")],
    returned: Returned = "",
    goodwill: Goodwill = "",
    refund: Refund = NO_PAIR,
    dispute: Dispute = NO_PAIR,
    amount: Amount = "",
    gone: Gone = "",
    copy: Copy = "",
    why: Why = "",
    withdraw: Withdraw = False,
    by: By = "",
    approved_by: ApprovedBy = "",
    apply: Apply = False,
    propose: Propose = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Decides what an order's records leave open: says whose money that changes, and does nothing
    more without --apply."""
    plain = ((RETURN, returned), (GOODWILL, goodwill), (GONE, gone), (WHETHER_COPY, copy))
    of_order = ((about, "", answer) for about, answer in plain)
    about, subject, answer = asked_about(*of_order, (REFUND, *refund), (DISPUTE, *dispute))
    check(about, answer, amount, why)
    said = {"about": about, "subject": subject, "answer": answer, "amount": amount}
    reference = parse_order(order)
    if stack == LOCAL:
        approval(approved_by, operator(by))
    elif approved_by:
        raise Misused(ON_AWS)
    select_stack(stack)
    me = actor(stack, by, in_person=propose)
    said |= {"by": me.who, "approved_by": approval(approved_by, me.who), "why": why.strip()}
    from commissions.application.actions import order_decision
    from commissions.application.care import decide_order
    from commissions.application.care.drafted_decisions import Answer

    now, asked = datetime.now(UTC), Answer(**said, withdraw=withdraw)
    proposal = decide_order.propose(reference, asked, now=now)
    action = None
    if (apply or propose) and proposal.decisions:
        action = submitted(
            order_decision.ORDER_DECISION,
            proposal.order_key,
            order_decision.payload_of(proposal, asked, now),
            me,
            now,
            why=asked.why,
            ask=propose,
            agreed_by=asked.approved_by,
        )
    respond(proposal, action, as_json)


def respond(proposal: "Proposal", action: "Action | None", as_json: bool) -> None:
    applied = action_view.is_applied(action)
    answer = decision_view.answer(proposal, applied=applied) | action_view.reference(action)
    screen = decision_view.screen(proposal, applied=applied, waits=action is not None)
    output.respond(as_json, answer, screen, *action_view.what_waits(action))


def asked_about(*each: Asked) -> Asked:
    """The one thing that is asked about. Raises Misused."""
    said = [one for one in each if any(one[1:])]
    if len(said) != 1:
        names = ", ".join(f"--{about}" for about in ANSWERS if about not in (RULE, LISTED))
        raise Misused(f"Say one thing at a time: one of {names}.")
    about, subject, answer = said[0]
    if answer not in ANSWERS[about]:
        raise Misused(f"--{about} is answered with {_options(about)}, not with {answer!r}.")
    if about in (REFUND, DISPUTE) and not _is_id(subject.strip()):
        raise Misused(f"Say which {about} it is: --{about} ID {answer}.")
    return about, subject.strip(), answer


def _is_id(subject: str) -> bool:
    return 0 < len(subject) <= ID_MAX and subject.isprintable() and "~" not in subject


def check(about: str, answer: str, amount: str, why: str) -> None:
    """Raises Misused."""
    if amount and (about, answer) != (DISPUTE, LOST):
        raise Misused("--amount is what a lost dispute took: it goes with --dispute ID lost.")
    _check_amount(amount)
    if not why.strip() or len(why) > WHY_MAX:
        raise Misused(f"Say why it is so: --why TEXT, of {WHY_MAX} characters at most.")


def _check_amount(amount: str) -> None:
    """As far as can be said without the order, whose currency has so many decimals."""
    try:
        is_something = not amount or money.number(amount) > 0
    except money.NotAnAmount as error:
        raise Misused(f"{error}: --amount is like 12.50.") from None
    if not is_something:
        raise Misused(f"--amount {amount} is not more than nothing.")


def approval(approved_by: str, by: str) -> str:
    """Who agrees, if anybody does. Raises Misused where that is the same person."""
    second = operator(approved_by) if approved_by.strip() else ""
    if second == by:
        raise Misused("--approved-by is for another person than the one who decides.")
    return second
