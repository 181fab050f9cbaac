"""What lies outside of events and items is what was put there, or nobody believes it."""

import boto3
import pytest

from commissions.aws import claim_check
from commissions.aws.claim_check import ClaimAltered, ClaimLost

ORDER = '{"order": 1001}'


@pytest.fixture(autouse=True)
def _aws(aws: None) -> None:
    pass


def put(claim: str, body: str) -> None:
    boto3.client("s3").put_object(Bucket=claim_check.BUCKET, Key=claim, Body=body.encode())


def test_the_same_text_twice_is_one_claim() -> None:
    claim = claim_check.store(ORDER)

    assert claim_check.store(ORDER) == claim
    assert claim_check.load(claim) == ORDER


def test_what_somebody_put_in_its_place_is_not_believed() -> None:
    claim = claim_check.store(ORDER)
    put(claim, '{"order": 1002}')

    with pytest.raises(ClaimAltered):
        claim_check.load(claim)


def test_nothing_is_written_over_what_lies_there() -> None:
    claim = claim_check.store(ORDER)
    put(claim, "another's")
    claim_check.store(ORDER)

    with pytest.raises(ClaimAltered):
        claim_check.load(claim)


def test_a_claim_of_which_nothing_is_left_is_lost() -> None:
    claim = claim_check.store(ORDER)
    boto3.client("s3").delete_object(Bucket=claim_check.BUCKET, Key=claim)

    with pytest.raises(ClaimLost):
        claim_check.load(claim)
