from dataclasses import dataclass

import pytest

from commissions.runtime.route_table import AmbiguousRoute, RouteTable


@dataclass(frozen=True)
class Way:
    method: str
    pattern: str


ORDERS = Way("GET", "/app/orders")
ORDER = Way("GET", "/app/orders/{key}")
EXPORT = Way("GET", "/app/orders/export")
LINE = Way("GET", "/app/orders/{key}/lines/{line}")
RELEASE = Way("POST", "/app/orders/{key}")
TABLE = RouteTable([ORDERS, ORDER, EXPORT, LINE, RELEASE])


@pytest.mark.parametrize(
    ("path", "route", "params"),
    [
        ("/app/orders", ORDERS, {}),
        ("/app/orders/shopify~2Ftea-us~2F1001", ORDER, {"key": "shopify/tea-us/1001"}),
        ("/app/orders/export", EXPORT, {}),
        ("/app/orders/a~2Fb/lines/c~3Fd", LINE, {"key": "a/b", "line": "c?d"}),
    ],
)
def test_an_address_leads_to_its_page(path: str, route: Way, params: dict[str, str]) -> None:
    found = TABLE.matching(path)["GET"]

    assert (found.route, found.path_params) == (route, params)


def test_one_address_may_be_read_and_written_to() -> None:
    found = TABLE.matching("/app/orders/1")

    assert {method: each.route for method, each in found.items()} == {
        "GET": ORDER,
        "POST": RELEASE,
    }


@pytest.mark.parametrize(
    "path",
    [
        "/app",
        "/app/",
        "/app/orders/",
        "/app//orders",
        "/app/orders/a/b",
        "/app/orders/a%2Fb",
        "app",
    ],
)
def test_an_address_that_is_none_leads_nowhere(path: str) -> None:
    assert TABLE.matching(path) == {}


def test_two_pages_cannot_have_one_address() -> None:
    with pytest.raises(AmbiguousRoute, match=r"GET /app/orders/\{\}"):
        RouteTable([ORDER, Way("GET", "/app/orders/{number}")])
