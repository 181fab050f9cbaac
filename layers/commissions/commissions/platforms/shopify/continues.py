"""Which order a Shopify order goes on with, and under which contract it was placed."""

from collections.abc import Iterator

from commissions.domain.orders.continues import EXCHANGE, PART, RECREATED, RENEWAL, Continues
from commissions.domain.stores.order_marks import OrderMarks
from commissions.platforms.marks import contract_id, id_of, number_of, original_named
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word

RENEWAL_SOURCE = "subscription_contract"
"""How `source_name` begins where a contract placed the order; Shopify promises no form of it."""


def continued(order: Field, marks: OrderMarks) -> Continues | None:
    """Shopify names no other order by its id: a contract is read by its own app alone, and apps
    name the order by its number."""
    if plans_of(order) and _is_of_contract(order, marks):
        return Continues("", RENEWAL)
    name = word(order.get("name"))
    if marks.exchange_prefix and name.startswith(marks.exchange_prefix):
        exchanged = name.removeprefix(marks.exchange_prefix)
        return Continues("", EXCHANGE, _tagged(exchanged, set(_tags(order))))
    for as_, pattern in ((PART, marks.split_names), (RECREATED, marks.recreated_names)):
        if number := original_named(name, pattern):
            return Continues("", as_, number)
    return None


def own_number(order: Field, marks: OrderMarks) -> str:
    """By which other orders may name it, where the shop's apps do so."""
    return number_of(word(order.get("name"))) if marks.name_by_number else ""


def contract_of(order: Field, marks: OrderMarks, customer: str) -> str:
    """The contract as an app names it; else a customer's orders of one selling plan count as those
    of one contract, the first of them too."""
    for attribute in order.get("note_attributes").extras():
        named = contract_id(word(attribute.get("value")))
        if named and word(attribute.get("name")) in marks.contract_attributes:
            return named
    plans = plans_of(order)
    return f"plan:{min(plans, key=int)}:{customer}" if plans and customer else ""


def plans_of(order: Field) -> list[str]:
    """The selling plans of its lines. A plan is what many subscribe to, and first orders have it
    too; webhooks name it since 2026-10."""
    plans = (id_of(line.get("selling_plan_id")) for line in order.get("line_items").each())
    return [each for each in plans if each]


def _is_of_contract(order: Field, marks: OrderMarks) -> bool:
    tags = {each.casefold() for each in _tags(order)}
    is_tagged = any(each.casefold() in tags for each in marks.renewal_tags)
    return is_tagged or word(order.get("source_name")).startswith(RENEWAL_SOURCE)


def _tags(order: Field) -> Iterator[str]:
    return (each.strip() for each in word(order.get("tags")).split(",") if each.strip())


def _tagged(exchanged: str, tags: set[str]) -> str:
    """The number of the order that the exchange is tagged with: the one that its own name repeats,
    else the only tag that is an order's name. Which of several it is, nobody knows."""
    numbers = {number for each in tags if (number := number_of(each))}
    own = number_of(exchanged)
    if own in numbers:
        return own
    named = {number_of(each) for each in tags if each.startswith("#")} - {""}
    return named.pop() if len(named) == 1 else ""
