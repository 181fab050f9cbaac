from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.platforms.bigcommerce.signatures import hook_token, is_authentic
from tests.unit.platforms.bigcommerce_builders import NOON, SECRET, SENT, signed

BODY = b'{"producer":"stores/harbour1"}'
VECTOR = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def passes(
    body: bytes = BODY,
    headers: dict[str, str] | None = None,
    *secrets: str,
    now: datetime = NOON,
) -> bool:
    given = signed(BODY) if headers is None else headers
    return is_authentic(body, given, secrets or (SECRET,), now=now)


def test_a_hook_with_both_proofs_is_authentic() -> None:
    assert passes()


@pytest.mark.parametrize(
    "missing", ["webhook-id", "webhook-timestamp", "webhook-signature", "x-commissions-token"]
)
def test_a_hook_that_lacks_a_proof_is_not(missing: str) -> None:
    headers = signed(BODY)
    del headers[missing]

    assert not passes(BODY, headers)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-signature", "x-commissions-token"])
def test_a_hook_with_another_proof_is_not(name: str) -> None:
    headers = signed(BODY)

    assert not passes(BODY, headers | {name: headers[name] + "0"})
    assert not passes(BODY, headers | {name: ""})
    assert not passes(BODY, headers | {name: "\u00e4\udcff"})


@given(st.integers(0, len(BODY) * 8 - 1))
def test_no_bit_of_the_body_can_be_turned(bit: int) -> None:
    turned = bytearray(BODY)
    turned[bit // 8] ^= 1 << bit % 8

    assert not passes(bytes(turned))


def test_a_hook_of_another_account_is_not_authentic() -> None:
    assert not passes(BODY, None, "client-secret-of-another-account")
    assert not passes(BODY, signed(BODY, key=b""), "")
    assert not is_authentic(BODY, signed(BODY), (), now=NOON)


@pytest.mark.parametrize(("seconds", "fresh"), [(0, True), (300, True), (301, False)])
def test_a_hook_is_authentic_for_five_minutes_by_either_clock(seconds: int, fresh: bool) -> None:
    for direction in (1, -1):
        assert passes(now=NOON + direction * timedelta(seconds=seconds)) is fresh


@pytest.mark.parametrize("sent", ["", "now", "-1", "1e9", "1.5", "\u0661", "9" * 13, f" {SENT}"])
def test_a_time_that_is_no_number_of_seconds_is_refused(sent: str) -> None:
    assert not passes(BODY, signed(BODY, sent=sent))


def test_a_signature_list_passes_by_any_of_its_signatures() -> None:
    headers = signed(BODY)
    several = f"v1,AAAA v1a,ignored {headers['webhook-signature']}"

    assert passes(BODY, headers | {"webhook-signature": several})


def test_a_signature_of_another_version_does_not_count() -> None:
    headers = signed(BODY)
    other = headers["webhook-signature"].replace("v1,", "v2,")

    assert not passes(BODY, headers | {"webhook-signature": other})


def test_while_the_secret_is_changed_old_and_new_pass() -> None:
    new = "client-secret-after-the-change"

    assert passes(BODY, signed(BODY), new, SECRET)
    assert passes(BODY, signed(BODY, key=new.encode()), new, SECRET)
    made_before = {"x-commissions-token": hook_token(SECRET)}
    assert passes(BODY, signed(BODY, key=new.encode()) | made_before, new, SECRET)


def test_the_published_vector_of_standard_webhooks_passes() -> None:
    body = b'{"test": 2432232314}'
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "x-commissions-token": hook_token(VECTOR),
    }
    then = datetime.fromtimestamp(1614265330, NOON.tzinfo)

    assert passes(body, headers, VECTOR, now=then)
    assert not passes(body, headers, "whsec_not base64", now=then)
    assert not passes(body, headers, VECTOR)


def test_the_token_does_not_show_the_secret() -> None:
    assert hook_token("a") != hook_token("b")
    assert len(hook_token(SECRET)) == 64
