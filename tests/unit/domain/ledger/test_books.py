from commissions.domain.ledger import books


def test_a_book_says_of_which_period_and_whose_it_is() -> None:
    key = books.period_book("hyb/month/2026-10", "M-1/7")

    assert key == "periods/hyb/month/2026-10/M-1/7"
    assert (books.period_of(key), books.member_of(key)) == ("hyb/month/2026-10", "M-1/7")
    assert books.is_period_book(key)
    assert (books.store_of(key), books.platform_and_store(key)) == ("", "")


def test_an_orders_book_is_a_stores() -> None:
    key = "shopify/tea-us/1001"

    assert (books.store_of(key), books.platform_and_store(key)) == ("tea-us", "shopify/tea-us")
    assert not books.is_period_book(key)
    assert (books.period_of(key), books.member_of(key)) == ("", "")
