import httpx2
import pytest

from commissions.clients.magento.oauth import OAuth1, base_string, signature

# RFC 5849, 3.4.1.1, whose parameters and base string are these.
PARAMETERS = [
    ("b5", "=%3D"),
    ("a3", "a"),
    ("c@", ""),
    ("a2", "r b"),
    ("oauth_consumer_key", "9djdj82h48djs9d2"),
    ("oauth_token", "kkk9d7dh3k39sjv7"),
    ("oauth_signature_method", "HMAC-SHA1"),
    ("oauth_timestamp", "137131201"),
    ("oauth_nonce", "7d8f3e4a"),
    ("c2", ""),
    ("a3", "2 q"),
]
BASE_STRING = (
    "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
    "%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_"
    "signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
)
ACCESS = {
    "consumer_key": "ck",
    "consumer_secret": "cs&%",
    "access_token": "at",
    "access_token_secret": "ats +",
}
ADDRESS = "https://shop.example/rest/all/V1/orders"


def test_the_base_string_is_that_of_the_standard() -> None:
    assert base_string("post", "http://example.com/request", PARAMETERS) == BASE_STRING


def test_the_signature_is_that_of_the_published_vector() -> None:
    """Made with openssl, in oauthlib's tests: the same base string under HMAC-SHA256."""
    signed = signature(
        BASE_STRING, "ECrDNoq1VYzzzzzzzzzyAK7TwZNtPnkqatqZZZZ", "just-a-string    asdasd"
    )

    assert signed == "wdfdHUKXHbOnOGZP8WFAWMSAmWzN3EVBWWgXGlC/Eo4="


def header(url: str) -> str:
    auth = OAuth1(ACCESS, clock=lambda: 1_795_000_000.9, nonce=lambda: "n0nce")
    return auth.header("GET", httpx2.URL(url))


def test_a_call_shows_who_calls_and_never_a_secret() -> None:
    told = header(ADDRESS)

    assert told.startswith('OAuth oauth_consumer_key="ck", oauth_nonce="n0nce", ')
    assert 'oauth_timestamp="1795000000"' in told
    assert "cs" not in told
    assert "ats" not in told


@pytest.mark.parametrize(
    ("one", "another", "are_alike"),
    [
        (f"{ADDRESS}?a=1&b=2", f"{ADDRESS}?b=2&a=1", True),
        (f"{ADDRESS}?a=x%20y", f"{ADDRESS}?a=x+y", True),
        (f"{ADDRESS}?a[b]=1", f"{ADDRESS}?a%5Bb%5D=1", True),
        (f"{ADDRESS}?a=", f"{ADDRESS}", False),
        (f"{ADDRESS}?a=1", f"{ADDRESS}?a=2", False),
        (ADDRESS, f"{ADDRESS}/1", False),
        ("https://shop.example:443/V1", "https://shop.example/V1", True),
        ("https://shop.example:8443/V1", "https://shop.example/V1", False),
    ],
)
def test_what_is_asked_is_part_of_what_is_signed(one: str, another: str, are_alike: bool) -> None:
    assert (header(one) == header(another)) == are_alike


def test_each_call_is_signed_anew() -> None:
    auth = OAuth1(ACCESS)
    request = httpx2.Request("GET", ADDRESS)
    shown = {next(auth.auth_flow(request)).headers["Authorization"] for _ in range(3)}

    assert len(shown) == 3


def test_an_access_that_lacks_a_part_opens_nothing() -> None:
    with pytest.raises(KeyError):
        OAuth1({"consumer_key": "ck"})
