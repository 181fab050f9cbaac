"""The mark on the head of an order that others go on with."""

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.ledger.facts import Fact
from commissions.tables import ledger
from commissions.tables.items import condition_failed, marshal


def facts_of_original(order_key: str) -> list[Fact]:
    """All facts of an order, once its head says that others go on with it: of one that nothing is
    known of, the head comes first. The mark moves the head, so that whoever settles the order just
    now decides again, and sees it."""
    stored = ledger.read(order_key)
    if stored.head.continued:
        return stored.facts
    sets = (
        "continued = :yes",
        "version = if_not_exists(version, :zero) + :one",
        "journals = if_not_exists(journals, :zero)",
        "waiting = if_not_exists(waiting, :no)",
    )
    values = {":yes": True, ":no": False, ":zero": 0, ":one": 1}
    try:
        client("dynamodb").update_item(
            TableName=ledger.HEADS,
            Key=marshal({"order_key": order_key}),
            UpdateExpression="SET " + ", ".join(sets),
            ConditionExpression="attribute_not_exists(continued)",
            ExpressionAttributeValues=marshal(values),
        )
    except ClientError as error:
        if not condition_failed(error):
            raise
    return ledger.read(order_key).facts
