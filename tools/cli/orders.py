"""Commands about one order: its whole story, and why a line of its ledger is what it is."""

from typing import Annotated

import typer

from commissions.application.queries.order_reference import parse_line, parse_order
from commissions.domain.ledger.books import batch_of, is_payout_book, is_period_book
from tools.cli import output
from tools.cli.errors import Refused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack


def order(
    order: Annotated[str, typer.Argument(help="shopify/tea-us/1001, tea-us/1001 or just 1001.")],
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """The whole story of an order: webhooks, facts, who earns what, postings."""
    reference = parse_order(order)
    select_stack(stack)
    from commissions.application.queries import order_story
    from tools.cli import order_view

    story = order_story.find(reference)
    output.respond(as_json, order_view.answer(story), order_view.screen(story))


def explain(
    entry: Annotated[
        str,
        typer.Argument(
            help="A ledger line: shopify/tea-us/1001/1/0, or periods/hyb/month/2026-10/M1/1/0."
        ),
    ],
    leg: Annotated[
        str, typer.Option(help="Of a close, with very many below: the head of the leg to open.")
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Why a line of the ledger is what it is, worked out again and checked."""
    if is_period_book(entry.strip()):
        _explain_close(entry, leg, stack, as_json)
        return
    if is_payout_book(entry.strip()):
        raise Refused(
            f"{entry} is a line of a payout: `commissions payout show {batch_of(entry.strip())} "
            "--payee MEMBER` has the whole sum."
        )
    reference = parse_line(entry)
    select_stack(stack)
    from commissions.application.queries import order_story
    from tools.cli import explain_view

    why = order_story.find(reference.order).explain(reference.journal, reference.line)
    output.respond(as_json, explain_view.answer(why), explain_view.screen(why))


def _explain_close(entry: str, leg: str, stack: str, as_json: bool) -> None:
    select_stack(stack)
    from commissions.application.queries import period_lines
    from commissions.application.queries.correction_explanation import CorrectionExplanation
    from tools.cli import close_explain_view, correction_view

    why = period_lines.explain(period_lines.parse_period_line(entry), leg)
    if isinstance(why, CorrectionExplanation):
        output.respond(as_json, correction_view.answer(why), correction_view.view(why))
    else:
        output.respond(as_json, close_explain_view.answer(why), close_explain_view.view(why))
