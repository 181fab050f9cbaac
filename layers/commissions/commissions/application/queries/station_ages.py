"""How old the oldest message of a queue is: SQS says it to CloudWatch alone, once a minute."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from commissions.application.queries.health import QueueHealth
from commissions.application.queries.stack_parts import stack_parts
from commissions.aws.clients import client

LOOKED_BACK = timedelta(minutes=5)


def ages_of(queues: Iterable[QueueHealth], now: datetime) -> dict[str, timedelta]:
    """By station, of those in which something waits; those of which nothing was said yet are left
    out. Nothing is asked where nothing waits."""
    names = [each.name for each in queues if each.waiting and not each.is_of_dead_letters]
    if not names:
        return {}
    parts = stack_parts()
    asked = {f"q{number}": name for number, name in enumerate(names)}
    answer = client("cloudwatch").get_metric_data(
        MetricDataQueries=[
            {
                "Id": query,
                "MetricStat": {
                    "Metric": {
                        "Namespace": "AWS/SQS",
                        "MetricName": "ApproximateAgeOfOldestMessage",
                        "Dimensions": [
                            {"Name": "QueueName", "Value": _name(parts.get(f"{name}Queue", ""))}
                        ],
                    },
                    "Period": 60,
                    "Stat": "Maximum",
                },
            }
            for query, name in asked.items()
        ],
        StartTime=now - LOOKED_BACK,
        EndTime=now,
        ScanBy="TimestampDescending",
    )
    found = {each["Id"]: each["Values"] for each in answer["MetricDataResults"]}
    return {asked[query]: timedelta(seconds=values[0]) for query, values in found.items() if values}


def _name(address: str) -> str:
    return address.rpartition("/")[2]
