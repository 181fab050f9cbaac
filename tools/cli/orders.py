"""Commands about one order: its whole story, and why a line of its ledger is what it is."""

from typing import Annotated

import typer

from tools.cli import explaining, out, story
from tools.cli.explain import explain as explanation_of
from tools.cli.names import entry_name, order_name
from tools.cli.reach import LOCAL, AsJson, StackName, reach


def order(
    order: Annotated[str, typer.Argument(help="shopify/tea-us/1001, tea-us/1001 or just 1001.")],
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """The whole story of an order: webhooks, facts, who earns what, postings."""
    name = order_name(order)
    reach(stack)
    from tools.cli import desk

    told = desk.story_of(name)
    out.tell(as_json, story.answer(told), story.screen(told))


def explain(
    entry: Annotated[str, typer.Argument(help="A ledger line: shopify/tea-us/1001/1/0.")],
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Why a line of the ledger is what it is, worked out again and checked."""
    name = entry_name(entry)
    reach(stack)
    from tools.cli import desk

    told = desk.story_of(name.order)
    why = explanation_of(told.journals, name.number, name.line, told.lock)
    out.tell(as_json, explaining.answer(why), explaining.screen(why))
