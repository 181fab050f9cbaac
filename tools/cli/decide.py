"""The command by which a person decides what an order's records leave open."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from commissions.application.queries.order_reference import OrderReference, parse_order
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
)
from tools.cli import decision_view, output
from tools.cli.errors import Misused
from tools.cli.operator import By, operator
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.care.decide_order import Proposal

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
Why = Annotated[str, typer.Option(help="Why; kept with it. No names of customers.")]
Withdraw = Annotated[
    bool, typer.Option("--withdraw", help="Take this answer back, as it was given before.")
]
ApprovedBy = Annotated[str, typer.Option(help="Who else looked at it and agrees.")]
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
    why: Why = "",
    withdraw: Withdraw = False,
    by: By = "",
    approved_by: ApprovedBy = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Decides what an order's records leave open: says whose money that changes, and does nothing
    more without --apply."""
    plain = ((RETURN, "", returned), (GOODWILL, "", goodwill), (GONE, "", gone))
    about, subject, answer = asked_about(*plain, (REFUND, *refund), (DISPUTE, *dispute))
    check(about, answer, amount, why)
    who = operator(by)
    said = {
        "about": about,
        "subject": subject,
        "answer": answer,
        "amount": amount,
        "by": who,
        "approved_by": approval(approved_by, who),
        "why": why.strip(),
    }
    reference = parse_order(order)
    select_stack(stack)
    respond(_decided(reference, said, withdraw=withdraw, apply=apply), apply, as_json)


def _decided(
    reference: OrderReference, said: dict[str, str], *, withdraw: bool, apply: bool
) -> "Proposal":
    """What the answer comes to; on record, where it is to be applied."""
    from commissions.application.care import decide_order
    from commissions.application.care.drafted_decisions import Answer

    now = datetime.now(UTC)
    proposal = decide_order.propose(reference, Answer(**said, withdraw=withdraw), now=now)
    if apply and proposal.decisions:
        decide_order.record(proposal.decisions, now=now)
    return proposal


def respond(proposal: "Proposal", applied: bool, as_json: bool) -> None:
    answer = decision_view.answer(proposal, applied=applied)
    output.respond(as_json, answer, decision_view.screen(proposal, applied=applied))


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
