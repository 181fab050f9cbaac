"""What a stack on this machine holds is there again after `down --keep` and `up`: an engine that
ended in order starts again at its address, with all it held."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journey import ram_disk
from tools import stack
from tools.local import engine, lifecycle
from tools.local.engine import Engine
from tools.stack import Stack

TABLE = {
    "TableName": "journal",
    "KeySchema": [{"AttributeName": "order_key", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "order_key", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
ITEM: dict[str, Any] = {
    "order_key": {"S": "shopify/tea/1001"},
    "amount": {"N": "-12345678901234567890.25"},
    "body": {"B": b"\x00\xff packed"},
}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stack of its own beside the one that a person may keep, with nothing deployed to it."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(lifecycle, "KEPT", folder)
    monkeypatch.setattr(stack, "STATE", tmp_path / "stack.json")
    monkeypatch.setattr(lifecycle, "prepare", lambda say: tmp_path)
    monkeypatch.setattr(lifecycle, "_deploy", lambda running, *rest: a_stack(running))
    with ram_disk.folder():
        yield folder
    if (folder / "engine.json").exists():
        engine.stop(Engine.read(folder))
    shutil.rmtree(folder, ignore_errors=True)


def a_stack(running: Engine) -> Stack:
    return Stack("commissions-local", running.region, "", running.endpoint)


def the_engine() -> Engine:
    return Engine(**json.loads(stack.STATE.read_text())["engine"])


def fill(running: Engine) -> str:
    running.client("dynamodb").create_table(**TABLE)
    running.client("dynamodb").put_item(TableName="journal", Item=ITEM)
    running.client("s3").create_bucket(
        Bucket="reports", CreateBucketConfiguration={"LocationConstraint": running.region}
    )
    running.client("s3").put_object(Bucket="reports", Key="a/b.html", Body=b"<html>")
    running.client("secretsmanager").create_secret(Name="tea", SecretString="{}")
    queue: str = running.client("sqs").create_queue(QueueName="earn")["QueueUrl"]
    running.client("sqs").send_message(QueueUrl=queue, MessageBody="an order on its way")
    return queue


def test_all_that_an_engine_held_is_there_after_it_was_stopped_and_kept(kept: Path) -> None:
    lifecycle.up()
    before, queue = the_engine(), fill(the_engine())

    assert lifecycle.down(keep=True)
    assert (engine.is_alive(before), lifecycle.has_kept(), stack.STATE.exists()) == (
        False,
        True,
        False,
    )

    lifecycle.up()
    after = the_engine()

    assert (after.endpoint, after.pid != before.pid) == (before.endpoint, True)
    key = {"order_key": ITEM["order_key"]}
    [item] = [after.client("dynamodb").get_item(TableName="journal", Key=key)["Item"]]
    assert item == ITEM
    read = after.client("s3").get_object(Bucket="reports", Key="a/b.html")
    assert read["Body"].read() == b"<html>"
    assert after.client("secretsmanager").get_secret_value(SecretId="tea")["SecretString"] == "{}"
    [message] = after.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert message["Body"] == "an order on its way"


def test_a_stack_that_is_stopped_for_good_leaves_nothing(kept: Path) -> None:
    lifecycle.up()
    fill(the_engine())
    lifecycle.down(keep=True)

    assert not lifecycle.down(), "nothing runs, and what was kept goes"
    assert (kept.exists(), lifecycle.has_kept()) == (False, False)

    lifecycle.up()
    assert the_engine().client("dynamodb").list_tables()["TableNames"] == []

    assert lifecycle.down()
    assert not kept.exists()
