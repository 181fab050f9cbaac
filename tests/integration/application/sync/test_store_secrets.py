import pytest

from commissions.application.queries.stores import profile
from commissions.application.sync import store_secrets
from commissions.application.sync.rotate_secret import rotate_webhook_secret
from commissions.aws.secrets import secrets
from commissions.domain.stores.store import UnknownStore
from commissions.tables import stores
from tests.support.pipeline_driver import WEBHOOK_SECRET, open_store

pytestmark = pytest.mark.usefixtures("aws")
NEW = "a-brand-new-secret"


@pytest.mark.parametrize(("hours", "live"), [(24, (NEW, WEBHOOK_SECRET)), (0, (NEW,))])
def test_the_secret_before_it_stays_good_for_some_hours(hours: int, live: tuple[str]) -> None:
    open_store()
    rotate_webhook_secret("tea", NEW, keep_previous_hours=hours)

    assert secrets(stores.get("tea")).webhook == live


def test_each_signer_has_a_succession_of_its_own() -> None:
    open_store()
    rotate_webhook_secret("tea", NEW, signer="app", keep_previous_hours=0)

    assert set(secrets(stores.get("tea")).webhook) == {NEW, WEBHOOK_SECRET}


def test_an_api_key_is_rotated_apart_from_the_webhooks() -> None:
    open_store()
    store_secrets.rotate_api_key("tea", NEW, keep_previous_hours=24)

    found = profile("tea")
    assert (found.live_api_keys, found.live_webhook_secrets) == (2, 1)


def test_a_store_that_is_not_there_gets_no_secret() -> None:
    with pytest.raises(UnknownStore):
        rotate_webhook_secret("nowhere", NEW, keep_previous_hours=24)
    with pytest.raises(UnknownStore):
        store_secrets.rotate_api_key("nowhere", NEW, keep_previous_hours=24)
