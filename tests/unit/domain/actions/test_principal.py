"""Who somebody is: one id for one person, however they signed in."""

import pytest

from commissions.domain.actions.principal import NobodyInParticular, principal

ACCOUNT = "123456789012"


@pytest.mark.parametrize(
    ("arn", "who"),
    [
        (f"arn:aws:iam::{ACCOUNT}:user/mara", f"{ACCOUNT}/user/mara"),
        (f"arn:aws:iam::{ACCOUNT}:user/finance/eu/mara", f"{ACCOUNT}/user/mara"),
        (f"arn:aws:iam::{ACCOUNT}:root", f"{ACCOUNT}/root"),
        (f"arn:aws-cn:sts::{ACCOUNT}:assumed-role/Desk/today", f"{ACCOUNT}/role/Desk"),
    ],
)
def test_a_principal_is_known_by_account_kind_and_name(arn: str, who: str) -> None:
    assert principal(arn) == who


def test_who_names_their_session_anew_is_no_other_person() -> None:
    role = f"arn:aws:sts::{ACCOUNT}:assumed-role/Desk"

    assert principal(f"{role}/mara") == principal(f"{role}/ines")


def test_a_person_of_identity_center_is_one_person_by_any_permission_set() -> None:
    role = f"arn:aws:sts::{ACCOUNT}:assumed-role/AWSReservedSSO"
    mara, desk, other = f"{role}_Desk_1a/mara", f"{role}_Finance_2b/Mara", f"{role}_Desk_1a/ines"

    assert principal(mara) == principal(desk) == f"{ACCOUNT}/sso/mara"
    assert principal(other) != principal(mara)


def test_an_address_is_kept_as_a_hash() -> None:
    role = f"arn:aws:sts::{ACCOUNT}:assumed-role/AWSReservedSSO_Desk_1a"

    found = principal(f"{role}/Mara@shop.example")

    assert found == principal(f"{role}/mara@shop.example")
    assert "@" not in found
    assert "mara" not in found


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:sts::{ACCOUNT}:federated-user/whoever-i-like",
        f"arn:aws:iam::{ACCOUNT}:group/desk",
        f"arn:aws:sts::{ACCOUNT}:user/mara",
        "mara",
        "",
    ],
)
def test_who_may_call_themselves_what_they_like_is_nobody(arn: str) -> None:
    with pytest.raises(NobodyInParticular):
        principal(arn)
