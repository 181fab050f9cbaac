import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.pages.addresses import NoSuchPart, key_of, part_of


@given(st.text(min_size=1))
def test_every_key_has_an_address_that_leads_back_to_it(key: str) -> None:
    assert key_of(part_of(key)) == key


@given(st.text(min_size=1))
def test_no_key_can_end_an_address_or_lead_out_of_it(key: str) -> None:
    part = part_of(key)

    assert part.isascii()
    assert not set(part) & set("/?#%\\ &=;:@+\"'<>")
    assert part not in (".", "..")


def test_an_orders_key_can_be_read_in_its_address() -> None:
    assert part_of("shopify/tea-us/1001") == "shopify~2Ftea-us~2F1001"
    assert part_of("größe 42%") == "gr~C3~B6~C3~9Fe~2042~25"
    assert part_of("..") == "~2E."


@pytest.mark.parametrize(
    "part", ["", "a b", "a%2Fb", "~", "~2", "~2f", "~41", "~FF", "ö", "..", ".hidden", "a\n"]
)
def test_a_part_that_no_key_is_written_as_leads_nowhere(part: str) -> None:
    with pytest.raises(NoSuchPart):
        key_of(part)


@pytest.mark.parametrize("key", ["x" * 1_025, "ö" * 513, "/" * 2_049])
def test_what_is_longer_than_any_key_is_none(key: str) -> None:
    with pytest.raises(NoSuchPart):
        key_of(part_of(key))
