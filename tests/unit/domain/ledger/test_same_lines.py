"""Which lines of an order's snapshots are one and the same sale."""

from commissions.domain.ledger.same_lines import as_sold, numbers_of_ids, same_lines
from commissions.domain.orders.order import Item, OrderPlaced
from tests.support.orders import an_item, an_order

TEA, POT, CUP = (("44", "TEA"), ("45", "POT"), ("", "CUP"))
Product = tuple[str, str]


def line(line_id: str, product: Product, qty: str = "1", net: int = 10_00) -> Item:
    return an_item(line_id, variant_id=product[0], sku=product[1], qty=qty, net=net)


def told(*snapshots: list[Item], currencies: str = "") -> list[list[int]]:
    """Of each snapshot the numbers of its lines, as they stand."""
    orders: list[OrderPlaced] = [
        an_order(*items, minutes=place, currency=(currencies.split() or ["USD"] * 9)[place])
        for place, items in enumerate(snapshots)
    ]
    return [
        [numbers[item.line_id] for item in items]
        for items, numbers in zip(snapshots, same_lines(orders), strict=True)
    ]


def test_a_line_is_that_of_its_id_whatever_is_edited() -> None:
    first, second = told([line("1", TEA), line("2", POT)], [line("2", POT, "3"), line("1", TEA)])

    assert second == first[::-1]


def test_a_renamed_or_deleted_product_leaves_its_line_what_it_is() -> None:
    renamed, deleted = line("1", ("44", "NEW")), line("1", ("", ""))

    [[was], [now], [later]] = told([line("1", TEA)], [renamed], [deleted])

    assert was == now == later


def test_a_line_that_is_made_anew_with_one_save_is_the_one_that_went() -> None:
    [[was], [now], [later]] = told([line("1", TEA)], [line("7", TEA)], [line("9", TEA)])

    assert was == now == later


def test_also_where_the_product_has_another_name_by_then() -> None:
    [[was], [now]] = told([line("1", TEA)], [line("7", ("44", "NEW"))])

    assert was == now


def test_a_line_of_other_units_net_product_or_currency_is_another() -> None:
    for new in (line("7", TEA, "2"), line("7", TEA, net=10_01), line("7", POT), line("7", CUP)):
        [[was], [now]] = told([line("1", TEA)], [new])
        assert was != now
    [[was], [now]] = told([line("1", TEA)], [line("7", TEA)], currencies="USD EUR")
    assert was != now


def test_one_line_that_went_is_one_line_that_came() -> None:
    [[was], [one, other]] = told([line("1", TEA)], [line("7", TEA), line("8", TEA)])

    assert one == was != other


def test_a_line_that_went_before_is_not_made_anew() -> None:
    [[was, _], [_], [_, now]] = told(
        [line("1", TEA), line("2", POT)], [line("2", POT)], [line("2", POT), line("7", TEA)]
    )

    assert was != now


def test_a_line_that_comes_back_under_its_id_is_what_it_was() -> None:
    [[was, _], [_], [_, now]] = told(
        [line("1", TEA), line("2", POT)], [line("2", POT)], [line("2", POT), line("1", TEA)]
    )

    assert was == now


def test_lines_that_are_numbered_stay_themselves_when_one_before_them_goes() -> None:
    [[_, pot, cup], numbers] = told(
        [line("1", TEA), line("2", POT), line("3", CUP)], [line("1", POT), line("2", CUP)]
    )

    assert numbers == [pot, cup]


def test_or_when_one_is_put_before_them() -> None:
    [[tea, pot], [new, *others]] = told(
        [line("1", TEA), line("2", POT)], [line("1", CUP), line("2", TEA), line("3", POT)]
    )

    assert others == [tea, pot]
    assert new not in (tea, pot)


def test_a_number_that_was_another_lines_once_is_not_that_line() -> None:
    [[_, pot], [_], [_, cup]] = told(
        [line("1", TEA), line("2", POT)], [line("1", TEA)], [line("1", TEA), line("2", CUP)]
    )

    assert cup != pot


def test_ids_are_enough_where_each_was_one_lines() -> None:
    plain = [an_order(line("1", TEA)), an_order(line("7", TEA), minutes=5)]
    shifted = [an_order(line("1", TEA), line("2", POT)), an_order(line("1", POT), minutes=5)]

    assert numbers_of_ids(same_lines(plain)) == {"1": 1, "7": 1}
    assert numbers_of_ids(same_lines(shifted)) is None


def sold_as(*snapshots: list[Item]) -> list[list[tuple[str, str, str]]]:
    """Of each snapshot its lines: id, variant and SKU, as they were called first."""
    orders = [an_order(*items, minutes=place) for place, items in enumerate(snapshots)]
    return [
        [(item.line_id, item.variant_id, item.platform_sku) for item in order.items]
        for order in as_sold(orders)
    ]


def test_a_line_was_sold_under_its_first_name_whatever_its_product_is_called_since() -> None:
    renamed, deleted, anew = (
        line("1", ("44", "NEW")),
        line("1", ("", "")),
        line("1", ("99", "TEA")),
    )

    for later in (renamed, deleted, anew):
        assert sold_as([line("1", TEA)], [later]) == [[("1", *TEA)], [("1", *TEA)]]
    assert sold_as([line("1", TEA)], [line("1", TEA), line("2", POT)])[1] == [
        ("1", *TEA),
        ("2", *POT),
    ]


def test_a_line_that_was_told_without_a_name_first_has_the_first_one_that_it_had() -> None:
    assert sold_as([line("1", ("", ""))], [line("1", TEA)]) == [[("1", *TEA)], [("1", *TEA)]]


def test_a_deleted_product_was_sold_as_goods_and_not_as_what_nothing_is_known_of() -> None:
    deleted = an_item("1", variant_id="", sku="", kind="custom")
    [_, later] = as_sold([an_order(line("1", TEA)), an_order(deleted, minutes=1)])

    assert later.items[0].kind == "product"
