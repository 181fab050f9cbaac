import pytest

from commissions.runtime.same_site import is_from_own_page

HOST = "pages.example.com"
OURS = f"https://{HOST}"


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://elsewhere.example"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": f"https://{HOST}"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": ""}, False),
        ({"origin": f"https://{HOST}"}, True),
        ({"origin": f"http://{HOST}"}, False),
        ({"origin": f"https://{HOST}:8443"}, False),
        ({"origin": f"https://{HOST}.elsewhere.example"}, False),
        ({"origin": f"https://elsewhere.example/{HOST}"}, False),
        ({"origin": f"https://{HOST}@elsewhere.example"}, False),
        ({"origin": f"ftp://{HOST}"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"origin": "https://[broken"}, False),
        ({"referer": f"https://{HOST}/app"}, False),
        ({}, False),
    ],
)
def test_only_pages_of_ours_may_change_something(headers: dict[str, str], own: bool) -> None:
    assert is_from_own_page(headers, OURS) is own


def test_a_port_is_part_of_the_name() -> None:
    local = "http://a1b2c3d4.execute-api.localhost:4566"

    assert is_from_own_page({"origin": local}, local)
    assert not is_from_own_page({"origin": local.removesuffix(":4566")}, local)
