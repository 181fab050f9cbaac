"""Nothing is let in that the store did not send: more than 500 forgeries, at each entrance."""

import json

import pytest

from tests.unit.platforms.forgeries import forgeries
from tests.unit.platforms.webhook_routes import (
    PREVIOUS,
    ROUTES,
    SECRET,
    WebhookRoute,
    pem,
    rsa_signed,
)

each_entrance = pytest.mark.parametrize("of", ROUTES.values(), ids=list(ROUTES))
MAGENTOS = [of for of in ROUTES.values() if of.store.platform == "magento"]
NEWER, OLDER = "shopify-hmac-sha256", "x-shopify-hmac-sha256"


@each_entrance
def test_a_genuine_webhook_is_let_in_by_either_live_secret(of: WebhookRoute) -> None:
    assert of.accepts(of.body, of.genuine)
    assert of.accepts(of.body, of.sign(of.body, PREVIOUS.encode()))


@each_entrance
def test_no_forgery_is_let_in(of: WebhookRoute) -> None:
    let_in = [what for what, body, headers in forgeries(of) if of.accepts(body, headers)]

    assert let_in == []


def test_the_forgeries_are_many_and_no_two_the_same() -> None:
    for of in ROUTES.values():
        corpus = {(body, *headers.items()) for _, body, headers in forgeries(of)}
        assert len(corpus) >= 90, of.name

    assert sum(1 for of in ROUTES.values() for _ in forgeries(of)) >= 1000


@each_entrance
def test_a_store_without_a_secret_lets_nobody_in(of: WebhookRoute) -> None:
    for key in (b"", SECRET.encode()):
        for known in ([], [""], ["", ""]):
            assert not of.platform.is_authentic(of.body, of.sign(of.body, key), known)


@pytest.mark.parametrize("of", MAGENTOS, ids=[of.name for of in MAGENTOS])
def test_a_public_key_among_the_secrets_opens_nothing_by_itself(of: WebhookRoute) -> None:
    """Whoever fetches Adobe's key could sign with it, if it were taken for a secret."""
    for key in (pem(), pem().strip(), "-----BEGIN RSA PUBLIC KEY-----\nMIIB", f"key: {pem()}"):
        headers = of.sign(of.body, key.encode()) | _without_adobes(of)
        assert not of.platform.is_authentic(of.body, headers, [key])


def _without_adobes(of: WebhookRoute) -> dict[str, str]:
    """Adobe's own signature is right whatever else is: another's takes its place."""
    return {of.proofs[0]: rsa_signed(of.body, "mallory")} if of.name == "adobe" else {}


@pytest.mark.parametrize(("given", "winner"), [(NEWER, True), (OLDER, False)])
def test_where_both_families_of_shopifys_headers_come_the_newer_is_gone_by(
    given: str, winner: bool
) -> None:
    of = ROUTES["shopify"]
    right = ROUTES["shopify, newer"].genuine | of.genuine
    forged = ROUTES["shopify"].sign(of.body, b"another-stores-secret")[OLDER]

    assert of.accepts(of.body, right)
    assert of.accepts(of.body, right | {given: forged}) is not winner
    assert not of.accepts(of.body, right | {"shopify-shop-domain": "other.myshopify.com"})


def test_what_adobe_signed_is_let_in_by_either_signature_for_the_store_alone() -> None:
    of = ROUTES["adobe"]
    second = {"x-adobe-digital-signature-2": rsa_signed(of.body)}

    assert of.accepts(of.body, second)
    assert of.accepts(of.body, {"x-adobe-digital-signature-1": ""} | second)
    single = json.dumps(json.loads(of.body)[0]).encode()
    assert of.accepts(single, of.sign(single, b""))


def test_a_template_of_ids_is_taken_at_its_token_and_only_asks() -> None:
    """Its body is not signed, so it can be no more than a reason to ask the store."""
    of = ROUTES["template"]
    body = of.body.replace(b'"41"', b'"42"')

    assert of.accepts(body, of.genuine)
    records = of.platform.parse_webhook(json.loads(body), "", {}, of.store, b"").records
    assert [type(each).__name__ for each in records] == ["ChangeHinted"]
