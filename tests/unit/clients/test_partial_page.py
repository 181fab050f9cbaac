"""What one order of a page holds, or lacks, keeps none of the others from us."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from commissions.clients import Client, FetchedResource, InvalidResponse, Unavailable, Window
from commissions.clients.partial_page import FAILED_MAX, fetch_each
from tests.unit.clients import bigcommerce_shop, magento_shop
from tests.unit.clients.shopify_shops import NOON, talking
from tests.unit.clients.woocommerce_shop import corner
from tools.fake_store import bigcommerce, magento, shopify, woocommerce
from tools.fake_store.platform_api import Request, Response
from tools.fake_store.shop import Shop

NUMBERS = [str(number) for number in range(1, 10)]
Meddle = Callable[[Request, Response | None], Response | None]


def read(number: str, fails: Mapping[str, Exception]) -> FetchedResource | None:
    if error := fails.get(number):
        raise error
    return None if number == "9" else FetchedResource(number, {}, NOON)


@pytest.mark.parametrize("error", [InvalidResponse("400"), Unavailable("503")])
def test_what_cannot_be_read_is_named_and_the_others_are_read(error: Exception) -> None:
    fails = {"1": error, "4": error}
    answers, broken = fetch_each(zip(NUMBERS, NUMBERS, strict=True), lambda each: read(each, fails))

    assert [answer.source_id for answer in answers] == ["2", "3", "5", "6", "7", "8"]
    assert broken == ("1", "4")


def test_where_many_cannot_be_read_it_is_the_store_that_fails() -> None:
    fails = dict.fromkeys(NUMBERS[: FAILED_MAX + 1], Unavailable("503"))

    with pytest.raises(Unavailable):
        fetch_each(zip(NUMBERS, NUMBERS, strict=True), lambda each: read(each, fails))


@contextmanager
def a_woocommerce() -> Iterator[tuple[Shop, Client]]:
    with corner() as tea:
        yield tea.shop, tea.client


@contextmanager
def a_bigcommerce() -> Iterator[tuple[Shop, Client]]:
    with bigcommerce_shop.a_shop() as (_, shop):
        yield shop, bigcommerce_shop.a_client(shop)


@contextmanager
def a_shopify() -> Iterator[tuple[Shop, Client]]:
    with talking() as talk:
        yield talk.shop, talk.client


PLATFORMS = {
    "woocommerce": (a_woocommerce, woocommerce.PLATFORM_API),
    "bigcommerce": (a_bigcommerce, bigcommerce.PLATFORM_API),
    "magento": (magento_shop.a_shop, magento.PLATFORM_API),
    "shopify": (a_shopify, shopify.PLATFORM_API),
}


def meddled(monkeypatch: pytest.MonkeyPatch, platform: str, meddle: Meddle) -> None:
    api: Any = type(PLATFORMS[platform][1])
    respond = api.respond

    def meddling(self: object, shop: Shop, request: Request) -> Response | None:
        return meddle(request, respond(self, shop, request))

    monkeypatch.setattr(api, "respond", meddling)


@pytest.mark.enable_socket
@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_order_whose_refunds_cannot_be_read_keeps_no_other_from_us(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PLATFORMS[platform][0]() as (shop, client):
        orders = [shop.place(paid=True) for _ in range(3)]
        ids = [str(order.order_id) for order in orders]
        refunds = [shop.refund(each.order_id, {each.lines[0].line_id: 1}) for each in orders]
        poison = (f"orders/{ids[1]}/", f"Refund/{refunds[1].refund_id}", ids[1])

        def meddle(request: Request, response: Response | None) -> Response | None:
            whole_page = request.path.endswith("/orders")
            asks = f"{request.path}/ {request.query} {request.body.decode()}"
            hit = not whole_page and any(each in asks for each in poison)
            return Response(400, b"{}") if hit else response

        meddled(monkeypatch, platform, meddle)
        pages = list(client.orders(Window(since=NOON.replace(month=1))))

    read = [answer.source_id for page in pages for answer in page.items]
    assert set(read) == {ids[0], ids[2]}
    assert {each for page in pages for each in page.failed_ids} == {ids[1]}


@pytest.mark.enable_socket
def test_orders_that_a_woocommerce_shop_counts_and_leaves_out_end_no_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with corner() as tea:
        many = [tea.buy().order_id for _ in range(160)]
        lost = {*many[10:12], *many[43:53], *many[100:101]}

        def meddle(request: Request, response: Response | None) -> Response | None:
            if response is None or not request.path.endswith("/orders"):
                return response
            kept = [each for each in json.loads(response.body) if each["id"] not in lost]
            return replace(response, body=json.dumps(kept).encode())

        meddled(monkeypatch, "woocommerce", meddle)
        found = tea.ids()

    assert found == [str(order_id) for order_id in many if order_id not in lost]
