"""Commands about one order: its whole story, and why a line of its ledger is what it is."""

from typing import Annotated

import typer

from tools.cli import explain_view, order_view, output
from tools.cli.explain import explain as explanation_of
from tools.cli.names import entry_name, order_name
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack


def order(
    order: Annotated[str, typer.Argument(help="shopify/tea-us/1001, tea-us/1001 or just 1001.")],
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """The whole story of an order: webhooks, facts, who earns what, postings."""
    name = order_name(order)
    select_stack(stack)
    from tools.cli import reads

    told = reads.story_of(name)
    output.respond(as_json, order_view.answer(told), order_view.screen(told))


def explain(
    entry: Annotated[str, typer.Argument(help="A ledger line: shopify/tea-us/1001/1/0.")],
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Why a line of the ledger is what it is, worked out again and checked."""
    name = entry_name(entry)
    select_stack(stack)
    from tools.cli import reads

    told = reads.story_of(name.order)
    why = explanation_of(told.journals, name.number, name.line, told.lock)
    output.respond(as_json, explain_view.answer(why), explain_view.screen(why))
