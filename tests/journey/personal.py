"""What stores tell about people, gathered from our own samples: none of it may be kept."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.support.samples import EVENTS

PEOPLE = (
    "customer",
    "billing_address",
    "shipping_address",
    "default_address",
    "payment_details",
    "billing",
    "shipping",
)
OF_A_PERSON = (
    "name",
    "first_name",
    "last_name",
    "firstname",
    "company",
    "address1",
    "address2",
    "address_1",
    "address_2",
    "street",
    "street_1",
    "city",
    "credit_card_name",
    "note",
)
ANYWHERE = (
    "email",
    "contact_email",
    "phone",
    "browser_ip",
    "user_agent",
    "order_status_url",
    "note",
    "cart_token",
    "checkout_token",
    "customer_email",
    "customer_firstname",
    "customer_note",
    "customer_ip_address",
    "customer_user_agent",
    "remote_ip",
    "order_key",
    "payment_url",
)
OF_THE_FAKE_STORES = (
    "ada@example.com",
    "1 Test Street",
    "1 Sample Street",
    "555-0100",
    "buyer@shop.example",
    "@example.com",
)
"""Whom their APIs name as the buyer of every order."""
LENGTH_MIN = 4


@cache
def personal_words() -> frozenset[str]:
    """E-mails, names, phones and addresses, notes and links that lead to a person."""
    from tools.demo.payloads import BUYER

    found = {*BUYER.values(), *OF_THE_FAKE_STORES}
    for file in sorted((EVENTS / "webhooks").rglob("*.json")):
        found |= set(_words(json.loads(file.read_text()), inside_person=False))
    return frozenset(word for word in found if len(word) >= LENGTH_MIN)


def _words(value: Any, *, inside_person: bool) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _words(each, inside_person=inside_person)
    if not isinstance(value, dict):
        return
    for key, each in value.items():
        if key in ANYWHERE or (inside_person and key in OF_A_PERSON):
            yield from each if isinstance(each, list) else [each] if isinstance(each, str) else []
        elif key in ("note_attributes", "properties"):
            yield from (pair["value"] for pair in each if "canary" in pair["value"].lower())
        else:
            yield from _words(each, inside_person=inside_person or key in PEOPLE)
