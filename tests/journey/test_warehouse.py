"""The warehouse on the local engine: written by its function alone, by that function's rights."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commissions.application.export.export import SETTLES
from tests.journey.deployed import Commissions, Said
from tests.journey.test_rights import as_role, outcome
from tools.local import build
from tools.stack import Stack

UNZIPPED_MAX = 250 * 1024 * 1024
"""Bytes of a function and its layers together."""
A_SECOND = timedelta(seconds=1)


def objects(stack: Stack, folder: str) -> list[str]:
    listed = stack.client("s3").list_objects_v2(
        Bucket=stack.resources["WarehouseBucket"], Prefix=f"warehouse/v1/{folder}/"
    )
    return [each["Key"] for each in listed.get("Contents", ())]


def test_a_person_has_it_brought_up_to_a_moment_and_sees_how_far_it_is(
    stack: Stack, company: Said, commissions: Commissions
) -> None:
    until = datetime.now(UTC) - SETTLES - A_SECOND
    ran = commissions("warehouse", "run", "--until", until.isoformat(), "--json")
    again = commissions("warehouse", "run", "--until", until.isoformat(), "--json")
    seen = commissions("warehouse", "status", "--json")

    assert (ran.code, again.code, seen.code) == (0, 0, 0), (ran.text, seen.text)
    assert ran.json["done"]
    assert {datetime.fromisoformat(each["until"]) for each in seen.json["tables"]} == {until}
    assert len(objects(stack, "manifests")) == len(seen.json["tables"])


def test_the_layers_of_the_function_are_no_larger_than_lambda_takes(stack: Stack) -> None:
    layers = [build.BUILT / name for name in ("Dependencies", "Columns", "Commissions")]
    sizes = [each.stat().st_size for layer in layers for each in layer.rglob("*")]

    assert 100_000_000 < sum(sizes) < UNZIPPED_MAX


def test_nobody_else_may_write_there(stack: Stack) -> None:
    def put(role: Any) -> str:
        bucket = stack.resources["WarehouseBucket"]
        return outcome(lambda: role.put_object(Bucket=bucket, Key="a/test", Body=b""))

    assert put(as_role(stack, "Export", "s3")) == "allowed"
    assert {put(as_role(stack, each, "s3")) for each in ("Earn", "Reconcile", "Privacy")} == {
        "AccessDenied"
    }
