"""Which function may read, change or delete which of a store's two secrets; who reads the key of
the events."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from commissions import events
from commissions.aws import event_keys, event_signing, secret_documents
from tests.contract.test_rights import FUNCTIONS, allowed, targets
from tests.support.publishers import heard_by, said_by
from tests.support.template import as_list, of_type, resource, written

PLATFORMS = ("shopify", "woocommerce", "magento", "bigcommerce", "orders")
STORE_IDS = ("tea-us", "webhook", "access", "a.webhook-b")
"""Also such as could be taken for the end of a name."""
ASK_THE_STORES = {"Fetch", "Poll", "Reconcile"}
READ, DELETE = "secretsmanager:GetSecretValue", "secretsmanager:DeleteSecret"
AGES = "secretsmanager:DescribeSecret"
RENEW = {"secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"}
FORMER = "commissions/${Stage}/stores/"
SECRETS = of_type("AWS::SecretsManager::Secret")
EVENT_KEY = {"Fn::GetAtt": ["EventKey", "Id"]}
WAREHOUSE_KEY = {"Fn::GetAtt": ["WarehouseKey", "Id"]}


def names(kind: str) -> Iterator[tuple[str, str]]:
    """The platform and the name of every secret of a kind: as AWS calls it once it is there, with
    six characters behind it, and as it is asked for before."""
    for platform in PLATFORMS:
        for store_id in STORE_IDS:
            name = f"${{AWS::StackName}}/stores/{platform}/{store_id}/{kind}"
            yield from ((platform, name), (platform, f"{name}-Ab3xYz"))


@cache
def patterns(function: str, action: str) -> tuple[str, ...]:
    """The names, with wildcards, on which a function may take an action, the former ones too."""
    return tuple(
        target["Fn::Sub"].partition(":secret:")[2]
        for each, target, _ in allowed(function)
        if each == action and target not in (EVENT_KEY, WAREHOUSE_KEY)
    )


def may(function: str, action: str, name: str) -> bool:
    return any(_matches(pattern, name) for pattern in patterns(function, action))


def _matches(pattern: str, name: str) -> bool:
    """As IAM does: a star is anything, slashes too."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name) is not None


def readers(kind: str, platform: str) -> set[str]:
    found = [
        {each for each in FUNCTIONS if may(each, READ, name)}
        for of, name in names(kind)
        if of == platform
    ]
    assert all(each == found[0] for each in found)
    return found[0]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_proves_messages_is_read_by_its_own_platforms_edge_and_by_who_asks_stores(
    platform: str,
) -> None:
    asked = ASK_THE_STORES if platform != "orders" else set()

    assert readers("webhook", platform) == {f"Ingest{platform.title()}", "Privacy"} | asked


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_opens_a_store_is_read_only_by_who_asks_stores(platform: str) -> None:
    assert readers("access", platform) == (ASK_THE_STORES if platform != "orders" else set())


def test_only_who_erases_deletes_secrets_and_then_both() -> None:
    for kind in secret_documents.KINDS:
        for _, name in names(kind):
            assert {each for each in FUNCTIONS if may(each, DELETE, name)} == {"Privacy"}


def test_the_key_of_the_events_is_read_by_who_says_or_hears_what_bears_a_mac() -> None:
    """And by nobody at the edge, nor by who asks stores: whoever takes them over cannot sign."""
    signed = {events.DETAIL_TYPES[each] for each in events.SIGNED}
    on_both_ends = {each for each in FUNCTIONS if signed & (said_by(each) | heard_by(each))}
    readers = {
        each
        for each in FUNCTIONS
        for action, target, _ in allowed(each)
        if (action, target) == (READ, EVENT_KEY)
    }

    assert readers == on_both_ends - {"Console", "Reconcile"}
    assert readers == {
        "MapSkus",
        "Attribute",
        "Earn",
        "Carry",
        "Reverse",
        "Sweep",
        "CarryOut",
    }


def test_the_key_of_the_events_is_nobodys_to_change_or_delete() -> None:
    taken = {
        action for each in FUNCTIONS for action, target, _ in allowed(each) if target == EVENT_KEY
    }

    assert taken == {READ}


def test_only_who_exports_and_who_signs_evidence_read_the_warehouses_key() -> None:
    done = {
        (each, action)
        for each in FUNCTIONS
        for action, target, _ in allowed(each)
        if target == WAREHOUSE_KEY
    }

    assert done == {("Export", READ), ("Finance", READ)}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_no_other_action_on_secrets(name: str) -> None:
    taken = {action for action, _, _ in allowed(name) if action.startswith("secretsmanager:")}

    ages = {"Console": {AGES}}
    more = {"Privacy": {DELETE}, **ages, **dict.fromkeys(ASK_THE_STORES, RENEW)}
    assert taken <= {READ} | more.get(name, set())


def test_the_console_sees_how_old_secrets_are_and_reads_none() -> None:
    assert patterns("Console", AGES) == ("${AWS::StackName}/stores/*",)
    assert patterns("Console", READ) == ()


@pytest.mark.parametrize("action", sorted(RENEW))
def test_only_who_asks_a_store_renews_what_opens_it_and_only_where_it_does_not_last(
    action: str,
) -> None:
    for kind in secret_documents.KINDS:
        for platform, name in names(kind):
            renewed = kind == secret_documents.ACCESS and platform == "shopify"
            may_change = {each for each in FUNCTIONS if may(each, action, name)}
            assert may_change == (ASK_THE_STORES if renewed else set())


def test_no_other_stack_and_no_secret_of_somebody_elses_is_touched() -> None:
    for function in FUNCTIONS:
        for action in (READ, DELETE, *RENEW):
            for pattern in patterns(function, action):
                assert pattern.startswith(("${AWS::StackName}/stores/", FORMER))


def test_the_names_of_before_are_open_only_while_the_stack_says_so() -> None:
    """With them every store's access lies open to the edge, until it has been moved."""
    found = [
        each
        for role in written()["Resources"].values()
        if role["Type"] == "AWS::IAM::Role"
        for policy in role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        for each in as_list(statement["Resource"])
        if FORMER in str(each)
    ]

    assert found
    for each in found:
        condition, opened, closed = each["Fn::If"]
        assert (condition, closed) == ("FormerSecrets", {"Ref": "AWS::NoValue"})
        assert [target["Fn::Sub"].endswith(FORMER + "*") for target in targets(opened)] == [True]


def test_the_code_looks_under_the_names_that_the_rights_are_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The prefixes of the template's environment, in the names that the code makes of them."""
    variables: dict[str, Any] = written()["Globals"]["Function"]["Environment"]["Variables"]
    monkeypatch.setattr(secret_documents, "PREFIX", variables["SECRETS_PREFIX"]["Fn::Sub"])
    condition, opened, closed = variables["FORMER_SECRETS_PREFIX"]["Fn::If"]

    class Store:
        platform, store_id = "shopify", "tea-us"

    for kind in secret_documents.KINDS:
        name = secret_documents.name_of(Store(), kind)
        assert may("Fetch", READ, name)
        assert may("IngestShopify", READ, name) == (kind == secret_documents.WEBHOOK)
    assert (condition, opened, closed) == ("FormerSecrets", {"Fn::Sub": FORMER}, "")


def test_the_events_first_key_is_made_once_and_never_anew() -> None:
    """CloudFormation generates another one when any of this changes, in place of all keys."""
    made = SECRETS["EventKey"]["GenerateSecretString"]

    assert made == {
        "SecretStringTemplate": '{"id": "first"}',
        "GenerateStringKey": "key",
        "PasswordLength": 64,
        "ExcludePunctuation": True,
    }
    document = json.loads(made["SecretStringTemplate"]) | {"key": "k" * made["PasswordLength"]}
    assert event_keys.parse(document).keys[0].id == "first"


def test_the_warehouses_key_is_made_once_and_outlives_its_stack() -> None:
    """With another one every customer in the warehouse would be somebody else."""
    made = SECRETS["WarehouseKey"]["GenerateSecretString"]

    assert SECRETS.keys() == {"EventKey", "WarehouseKey"}
    assert made == {
        "SecretStringTemplate": "{}",
        "GenerateStringKey": "key",
        "PasswordLength": 64,
        "ExcludePunctuation": True,
    }
    assert resource("WarehouseKey")["UpdateReplacePolicy"] == "Retain"


def test_a_new_stack_believes_nothing_that_does_not_prove_itself() -> None:
    parameter = written()["Parameters"]["SignedEvents"]
    variables = written()["Globals"]["Function"]["Environment"]["Variables"]

    assert parameter["Default"] == event_signing.REQUIRE
    assert set(parameter["AllowedValues"]) == {
        event_signing.REQUIRE,
        event_signing.SIGN,
        event_signing.OFF,
    }
    assert variables["SIGNED_EVENTS"] == {"Ref": "SignedEvents"}
    assert variables["EVENT_KEY"] == EVENT_KEY
