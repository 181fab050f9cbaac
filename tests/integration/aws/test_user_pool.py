from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from commissions.aws import user_pool
from commissions.aws.cache import forget_all
from commissions.aws.clients import client
from commissions.aws.user_pool import NoSuchClient, WrongCode

pytestmark = pytest.mark.usefixtures("aws")
LISTS, CONFIRMS = "list_user_pool_clients", "verify_software_token"


@pytest.fixture
def cognito() -> Iterator[Stubber]:
    """What moto does not play: pages of clients, and codes that are wrong."""
    forget_all()
    with Stubber(client("cognito-idp")) as stubbed:
        yield stubbed
        stubbed.assert_no_pending_responses()


def page(*names: str, **more: str) -> dict[str, Any]:
    found = [
        {"ClientId": f"id-of-{each}", "ClientName": each, "UserPoolId": "eu-west-1_Test"}
        for each in names
    ]
    return {"UserPoolClients": found, **more}


def test_the_client_of_the_pages_is_found_among_others_and_remembered(cognito: Stubber) -> None:
    asked = {"UserPoolId": user_pool.USER_POOL, "MaxResults": 60}
    cognito.add_response(LISTS, page("machine", NextToken="more"), asked)
    cognito.add_response(LISTS, page("other", "pages"), asked | {"NextToken": "more"})

    assert user_pool.client_id() == user_pool.client_id() == "id-of-pages"


def test_a_pool_without_a_client_for_pages_is_none_of_ours(cognito: Stubber) -> None:
    cognito.add_response(LISTS, page("machine"))

    with pytest.raises(NoSuchClient):
        user_pool.client_id()


@pytest.mark.parametrize("code", ["EnableSoftwareTokenMFAException", "CodeMismatchException"])
def test_a_wrong_code_sets_nothing_up(cognito: Stubber, code: str) -> None:
    cognito.add_client_error(CONFIRMS, code)

    with pytest.raises(WrongCode):
        user_pool.confirm_authenticator("token", "000000")


def test_tokens_name_the_pool_by_its_region() -> None:
    assert user_pool.issuer() == "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Test"
