from collections.abc import Iterator
from typing import Any

import pytest

from commissions.aws.clients import client
from commissions.tables import skus, versioned
from tests.support.dynamodb_calls import just_before, round_trips

pytestmark = pytest.mark.usefixtures("aws")

KEYS = [{"sku": f"tea-us/{n}"} for n in range(3)]


@pytest.fixture
def stingy() -> Iterator[None]:
    """DynamoDB answers only half of a batch, as it does under load, but for the last key."""

    def halve(parsed: dict[str, Any], **_: Any) -> None:
        found = parsed["Responses"][skus.TABLE]
        if len(found) > 1:
            keys = [{"sku": each["sku"]} for each in found[1:]]
            parsed["Responses"][skus.TABLE] = found[:1]
            parsed["UnprocessedKeys"] = {skus.TABLE: {"Keys": keys, "ConsistentRead": True}}

    hooks = client("dynamodb").meta.events
    hooks.register("after-call.dynamodb.BatchGetItem", halve)
    yield
    hooks.unregister("after-call.dynamodb.BatchGetItem", halve)


@pytest.mark.usefixtures("stingy")
def test_what_a_batch_left_out_is_asked_for_again() -> None:
    for key in KEYS:
        versioned.put(skus.TABLE, {**key}, after=0)

    with round_trips() as calls:
        found = versioned.get_all(skus.TABLE, KEYS)

    assert sorted(item["sku"] for item in found) == [key["sku"] for key in KEYS]
    assert len(calls) == 3


def test_a_version_follows_the_one_that_was_read() -> None:
    versioned.put(skus.TABLE, {**KEYS[0], "name": "tea"}, after=0)

    with pytest.raises(versioned.VersionConflict):
        versioned.put(skus.TABLE, {**KEYS[0], "name": "cups"}, after=0)
    versioned.put(skus.TABLE, {**KEYS[0], "name": "cups"}, after=1)

    [item] = versioned.get_all(skus.TABLE, KEYS[:1])
    assert (item["name"], item["version"]) == ("cups", 2)


def test_who_is_always_too_late_gives_up_and_says_so() -> None:
    tries = []

    @versioned.retry_on_conflict
    def too_late() -> None:
        tries.append(1)
        raise versioned.VersionConflict

    with pytest.raises(versioned.VersionConflict):
        too_late()
    assert len(tries) == versioned.TRIES


def test_who_was_too_late_once_tries_again() -> None:
    def write(name: str) -> None:
        item = {**KEYS[0], "name": name}
        [standing] = versioned.get_all(skus.TABLE, KEYS[:1]) or [{"version": 0}]
        versioned.put(skus.TABLE, item, after=standing["version"])

    with just_before("PutItem", lambda: write("theirs")):
        versioned.retry_on_conflict(write)("ours")

    assert versioned.get_all(skus.TABLE, KEYS[:1])[0]["version"] == 2
