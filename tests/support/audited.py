"""Entries of the audit log, written as people's commands and actions write them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import boto3

from commissions.application.actions import command_log
from commissions.application.actions.command_log import Deed
from commissions.domain.actions.action import COMMAND_LINE, Actor
from commissions.domain.actions.audit_entry import AuditEntry
from commissions.tables import audit_log
from commissions.tables.audit_log import _item
from commissions.tables.items import marshal


def did(
    what: str = "rebuild", *, who: str = "mara", at: datetime, ends: bool = True, **deed: Any
) -> AuditEntry:
    """A command and, a second later, its end."""
    begun = command_log.begin(Deed(what=what, **deed), Actor(who, COMMAND_LINE), at)
    if ends:
        command_log.end(begun, "done", "", at + timedelta(seconds=1))
    return begun


def altered(entry: AuditEntry, **changes: Any) -> None:
    """Somebody writes other words over an entry, and leaves its hash as it was."""
    item = marshal(_item(replace(entry, **changes)))
    boto3.client("dynamodb").put_item(TableName=audit_log.TABLE, Item=item)


def taken_out(entry: AuditEntry) -> None:
    key = marshal({"day": entry.day, "number": entry.number})
    boto3.client("dynamodb").delete_item(TableName=audit_log.TABLE, Key=key)
