import pytest

from commissions.clients import Subscription
from commissions.domain.stores.subscriptions import APP, BY_HAND, SubscriptionDiff, diff
from tests.unit.tools.screens import rendered
from tools.cli import connecting, webhooks_view
from tools.cli.errors import Misused

URL = "https://api.example.com/webhooks/shopify/tea"


def found(*has: Subscription) -> SubscriptionDiff[Subscription]:
    return diff(("orders/paid", "refunds/create"), URL, has, platform="shopify")


def hook(topic: str, url: str = URL, *, active: bool = True) -> Subscription:
    return Subscription("1", topic, url, active)


def test_each_webhook_is_shown_with_what_is_wrong_with_it() -> None:
    elsewhere = "https://old.example.com/webhooks/shopify/tea"
    seen = rendered(webhooks_view.screen({"tea": found(hook("orders/paid", elsewhere))}))

    assert f"tea     orders/paid      goes elsewhere   {elsewhere}" in seen
    assert "tea     refunds/create   missing" in seen
    assert "2 wrong: `commissions store check --repair` puts it right." in seen


def test_that_all_is_well_is_told_too() -> None:
    seen = rendered(
        webhooks_view.screen({"tea": found(hook("orders/paid"), hook("refunds/create"))})
    )

    assert "All webhooks are as they should be." in seen


def test_where_no_store_is_connected_it_says_how() -> None:
    assert "commissions store connect" in rendered(webhooks_view.screen({}))


def test_a_store_that_gives_no_answer_hides_no_other() -> None:
    fine = found(hook("orders/paid"), hook("refunds/create"))
    seen = rendered(webhooks_view.screen({"tea": fine}, failed={"cafe": "GET webhooks: refused"}))

    assert "tea  2 webhooks to" in seen
    assert "cafe: GET webhooks: refused" in seen
    assert "1 store could not be looked at." in seen
    assert "as they should be" not in seen


def test_of_webhooks_that_are_made_by_hand_nothing_is_claimed() -> None:
    none: SubscriptionDiff[Subscription] = diff((), URL, (), platform="magento")
    seen = rendered(webhooks_view.screen({"tea": none}, {"tea": BY_HAND}, by_hand={"tea": URL}))

    assert f"tea  its webhooks are made by hand, to {URL}, and not seen" in seen
    assert "as they should be" not in seen


def test_a_machine_is_told_each_kind() -> None:
    answer = webhooks_view.answer(found(hook("orders/paid", active=False)))

    assert (answer["wrong"], answer["missing"]) == (2, ("orders/paid", "refunds/create"))
    assert [each["topic"] for each in answer["disabled"]] == ["orders/paid"]


def test_the_parts_of_a_key_are_read_by_name() -> None:
    assert connecting.parsed(["consumer_key=ck", "consumer_secret=c=s"]) == {
        "consumer_key": "ck",
        "consumer_secret": "c=s",
    }


@pytest.mark.parametrize("given", ["token", "=value", "token="])
def test_a_part_without_name_or_value_is_refused(given: str) -> None:
    with pytest.raises(Misused):
        connecting.parsed([given])


def test_a_scope_that_is_missing_is_named_with_what_to_do() -> None:
    [line] = webhooks_view.scopes_screen({"bc": ("store_v2_transactions_read_only",)})

    assert "bc may not read store_v2_transactions_read_only" in line.plain
    assert "`commissions store access bc`" in line.plain


def test_it_is_shown_what_webhooks_are_signed_with() -> None:
    given = Subscription("1", "orders/paid", URL, active=True, signed_with="3fa29b1c")
    with_ours = rendered(webhooks_view.screen({"tea": found(given, hook("refunds/create"))}))
    by_app = rendered(webhooks_view.screen({"tea": found(hook("orders/paid"))}, {"tea": APP}))

    assert "signed with 3fa29b1c" in with_ours
    assert "signed with the app's client secret" in by_app


def test_a_shop_that_calls_itself_otherwise_is_named_with_what_to_do() -> None:
    [line] = webhooks_view.names_screen({"tea": "other.myshopify.com"})

    assert "tea calls itself other.myshopify.com" in line.plain
    assert "`domain: other.myshopify.com` in stores.yaml" in line.plain
