"""What a stack on this machine holds is there again after `down --keep` and `up`: an engine that
ended in order starts again at its address, with all it held."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.journey import ram_disk
from tests.journey.stores import happens
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

PROJECT = """
def handler(event, context):
    for record in event["Records"]:
        print(record["dynamodb"]["Keys"]["order_key"]["S"])
"""


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


def listen(running: Engine) -> None:
    """A function that says what it hears of the table's stream."""
    spoken = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    table = running.client("dynamodb").create_table(**TABLE, StreamSpecification=spoken)
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("project.py", PROJECT)
    running.client("lambda").create_function(
        FunctionName="project",
        Runtime="python3.13",
        Handler="project.handler",
        Role="arn:aws:iam::000000000000:role/project",
        Code={"ZipFile": code.getvalue()},
    )
    running.client("lambda").create_event_source_mapping(
        FunctionName="project",
        EventSourceArn=table["TableDescription"]["LatestStreamArn"],
        StartingPosition="TRIM_HORIZON",
    )


def write(running: Engine, *orders: str) -> None:
    for order in orders:
        item = {"order_key": {"S": order}}
        running.client("dynamodb").put_item(TableName="journal", Item=item)


def heard(running: Engine) -> set[str]:
    logs, group = running.client("logs"), "/aws/lambda/project"
    with suppress(logs.exceptions.ResourceNotFoundException):
        lines = [each["message"] for each in logs.filter_log_events(logGroupName=group)["events"]]
        return {line.strip() for line in lines if line.startswith("shopify/")}
    return set()


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


def test_functions_hear_of_what_is_written_after_the_stack_went_on(kept: Path) -> None:
    """Seen: orders that came after `up` were in no statement, and nothing that waited went on."""
    lifecycle.up()
    listen(the_engine())
    write(the_engine(), "shopify/tea/1001", "shopify/tea/1002")
    assert happens(lambda: len(heard(the_engine())) == 2)

    lifecycle.down(keep=True)
    lifecycle.up()
    write(the_engine(), "shopify/tea/1003")

    assert happens(lambda: "shopify/tea/1003" in heard(the_engine()), within=10)


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
