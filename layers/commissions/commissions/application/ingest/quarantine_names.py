"""Which bodies lie in quarantine, by name: it takes no right to read one."""

import os
from collections.abc import Iterator

from commissions.aws.clients import client

QUARANTINE = os.environ["QUARANTINE_BUCKET"]


def bodies_of_store(platform: str, store_id: str) -> Iterator[str]:
    """The names of a store's bodies."""
    pages = client("s3").get_paginator("list_objects_v2")
    found = pages.paginate(Bucket=QUARANTINE, Prefix=f"{platform}/{store_id}/")
    return (each["Key"] for page in found for each in page.get("Contents", ()))
