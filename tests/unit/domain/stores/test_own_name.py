import pytest

from commissions.domain.stores.own_name import is_same_shop, shop_address


@pytest.mark.parametrize(
    "named",
    [
        "cafe.example",
        "https://cafe.example/",
        "http://Cafe.Example",
        " https://cafe.example ",
    ],
)
def test_scheme_case_and_last_slash_say_nothing(named: str) -> None:
    assert is_same_shop(named, "cafe.example")
    assert shop_address(named) == "cafe.example"


@pytest.mark.parametrize(
    "named", ["", "www.cafe.example", "cafe.example:8443", "cafe.example/shop", "copy.cafe.example"]
)
def test_host_port_and_path_do(named: str) -> None:
    assert not is_same_shop(named, "cafe.example")
