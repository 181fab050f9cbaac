"""The stack's own queues and alarms, for a function of it: by their names in the template.

CloudFormation names what has no name of its own `<stack>-<name in the template>-<some letters>`.
"""

from collections.abc import Iterable, Iterator, Mapping

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client
from commissions.aws.telemetry import SERVICE

KNOWN_SECONDS = 600
"""A deploy brings queues at times."""
_parts: TtlCache[str, dict[str, str]] = TtlCache()


def stack_parts() -> Mapping[str, str]:
    """Physical by logical id: of queues their addresses, of alarms their names."""
    return _parts.get(SERVICE, _found, max_age_seconds=KNOWN_SECONDS)


def logical_ids(stack: str, names: Iterable[str]) -> dict[str, str]:
    """By logical id what is named so; of another stack whose name begins the same, nothing is."""
    found = {}
    for name in names:
        logical, _, letters = name.rpartition("/")[2].removeprefix(f"{stack}-").partition("-")
        if letters and "-" not in letters:
            found[logical] = name
    return found


def _found(stack: str) -> dict[str, str]:
    return logical_ids(stack, [*_queues(stack), *_alarms(stack)])


def _queues(stack: str) -> Iterator[str]:
    pages = client("sqs").get_paginator("list_queues")
    for page in pages.paginate(QueueNamePrefix=f"{stack}-", PaginationConfig={"PageSize": 1000}):
        yield from page.get("QueueUrls", [])


def _alarms(stack: str) -> Iterator[str]:
    pages = client("cloudwatch").get_paginator("describe_alarms")
    for page in pages.paginate(AlarmNamePrefix=f"{stack}-", AlarmTypes=["MetricAlarm"]):
        yield from (alarm["AlarmName"] for alarm in page["MetricAlarms"])
