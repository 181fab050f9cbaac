import os
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tools import stack
from tools.stack import Stack


def a_stack(*, endpoint: str = "") -> Stack:
    return Stack(
        name="shop",
        region="eu-west-1",
        api_url="https://shop.example",
        resources={"InboxTable": "shop-Inbox-1", "Bus": "commissions-dev", "Earn": "shop-Earn"},
        parameters={"Stage": "dev"},
        endpoint=endpoint,
    )


def test_our_code_finds_the_stacks_resources_under_the_names_it_reads() -> None:
    assert a_stack().environment() == {
        "INBOX_TABLE": "shop-Inbox-1",
        "EVENT_BUS": "commissions-dev",
        "SECRETS_PREFIX": "shop/stores/",
        "FORMER_SECRETS_PREFIX": "commissions/dev/stores/",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "PRIVATE_STORES": "",
        "CIRCUIT_PAUSE_SECONDS": "30",
        "EXPORTED_BY": "point_in_time",
        "SIGNED_EVENTS": "off",
        "TWO_PEOPLE": (
            "plan.publish, order.decide, release.accept, ledger.refold, customers.move, "
            "customers.import, period.post, payout.approve, payout.write_off, account.roles, "
            "member.code"
        ),
        "FREEZE_KNOWN_SECONDS": "30",
        "EXPORT_SETTLES_SECONDS": "120",
    }


def test_a_local_stack_brings_its_endpoint_and_nobodys_credentials() -> None:
    environment = a_stack(endpoint="http://127.0.0.1:4566").environment()

    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    assert environment["AWS_ACCESS_KEY_ID"] == environment["AWS_SECRET_ACCESS_KEY"] == "test"


def test_a_local_stack_is_entered_without_a_persons_own_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in (*a_stack(endpoint="x").environment(), "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "somebody's")

    a_stack(endpoint="http://127.0.0.1:4566").enter()

    assert "AWS_PROFILE" not in os.environ
    assert "AWS_SESSION_TOKEN" not in os.environ
    assert os.environ["INBOX_TABLE"] == "shop-Inbox-1"


class CloudFormation:
    """A stack that says where it can be reached."""

    def __init__(self, **outputs: str) -> None:
        self.meta = SimpleNamespace(region_name="eu-west-1")
        self._outputs = outputs

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803 - as botocore has it
        outputs = [{"OutputKey": key, "OutputValue": url} for key, url in self._outputs.items()]
        return {"Stacks": [{"StackName": StackName, "Outputs": outputs}]}

    def get_paginator(self, _: str) -> Any:
        return SimpleNamespace(paginate=lambda **_: [])


@pytest.mark.parametrize(
    ("outputs", "reached"),
    [
        ({"ApiUrl": "https://a.execute-api.example/"}, "https://a.execute-api.example"),
        (
            {"ApiUrl": "https://a.execute-api.example", "EdgeUrl": "https://d.cloudfront.example"},
            "https://d.cloudfront.example",
        ),
        ({}, ""),
    ],
)
def test_stores_send_to_what_stands_in_front_of_the_api_if_anything_does(
    monkeypatch: pytest.MonkeyPatch, outputs: dict[str, str], reached: str
) -> None:
    monkeypatch.setattr(stack, "client", lambda *_, **__: CloudFormation(**outputs))

    assert Stack.describe("shop").api_url == reached


def test_pages_are_under_a_name_of_this_machine_that_has_cookies_of_its_own() -> None:
    local = replace(a_stack(endpoint="http://127.0.0.1:4566"), resources={"Api": "a1b2c3d4"})
    on_aws = replace(a_stack(), outputs={"PagesUrl": "https://pages.example.com/"})

    assert local.pages_url == "http://a1b2c3d4.execute-api.localhost:4566/"
    assert on_aws.pages_url == "https://pages.example.com/"
    assert a_stack(endpoint="http://127.0.0.1:4566").pages_url == ""
