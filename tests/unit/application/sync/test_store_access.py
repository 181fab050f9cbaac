import pytest

from commissions.application.sync.store_access import (
    EmptyAccessPart,
    WrongAccessParts,
    check_parts,
)


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("shopify", {"token"}),
        ("woocommerce", {"consumer_key", "consumer_secret"}),
        ("magento", {"token"}),
        ("magento", {"consumer_key", "consumer_secret", "access_token", "access_token_secret"}),
        ("bigcommerce", {"token"}),
    ],
)
def test_each_platform_has_its_own_key(platform: str, names: set[str]) -> None:
    check_parts(platform, dict.fromkeys(names, "a-part"))

    with pytest.raises(WrongAccessParts, match=platform):
        check_parts(platform, dict.fromkeys(names | {"another"}, "a-part"))


@pytest.mark.parametrize(
    "parts", [{"token": "secret-token"}, {"consumer_key": "secret-key"}, {}, {"consumer_key": " "}]
)
def test_a_wrong_key_is_refused_without_repeating_it(parts: dict[str, str]) -> None:
    with pytest.raises(WrongAccessParts) as refusal:
        check_parts("woocommerce", parts)

    assert "consumer_key and consumer_secret" in str(refusal.value)
    assert "secret-" not in str(refusal.value)


def test_a_part_without_a_value_is_refused() -> None:
    with pytest.raises(EmptyAccessPart):
        check_parts("shopify", {"token": " "})
