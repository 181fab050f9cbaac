import os
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from commissions.application.queries import health
from commissions.application.queries.health import Health
from commissions.application.queries.store_health import StoreHealth
from commissions.domain.stores.polling import CHANGED, Crawl
from commissions.tables import circuit_breakers, cursors, last_messages, stores
from tests.support.pipeline_driver import Published, a_company, open_store, shopify
from tests.support.unmapped_orders import an_unmapped_order

pytestmark = pytest.mark.usefixtures("aws")
NOW = datetime.now(UTC)


def check(resources: dict[str, str] | None = None, *, after: timedelta = timedelta()) -> Health:
    return health.check(resources or {}, now=datetime.now(UTC) + after)


def the_store() -> StoreHealth:
    [found] = health.check({}, now=NOW).stores
    return found


def polled(before: timedelta) -> None:
    run = Crawl(mode=CHANGED, began=NOW - before, since=NOW - before)
    cursors.start("tea", CHANGED, run)
    cursors.complete("tea", CHANGED, run)


def test_a_new_store_is_well() -> None:
    open_store()

    found = the_store()
    assert (found.is_well, found.polled_until_age, found.last_heard_age) == (True, None, None)


def test_a_store_that_gives_no_answer_is_not_well() -> None:
    open_store()
    for _ in range(5):
        circuit_breakers.failed("tea", now=NOW)

    assert (the_store().answers, the_store().is_well) == (False, False)


@pytest.mark.parametrize(
    ("minutes", "well"), [(14, True), (59, True), (61, False), (60 * 24, False)]
)
def test_a_store_has_to_be_asked_every_hour(minutes: int, well: bool) -> None:
    open_store()
    polled(timedelta(minutes=minutes))

    assert (the_store().polled_until_age, the_store().is_well) == (minutes * 60, well)


@pytest.mark.parametrize(("hours", "well"), [(1, True), (3, False)])
def test_a_store_that_says_nothing_is_silent_after_its_hours(hours: int, well: bool) -> None:
    open_store(silent_hours=2)
    last_messages.note("tea", NOW - timedelta(hours=hours))

    assert the_store().is_heard is well


def test_a_closed_store_is_nobodys_worry() -> None:
    open_store(silent_hours=1)
    polled(timedelta(days=9))
    stores.close("tea")

    assert health.check({}, now=NOW).stores == ()


def test_what_did_not_reach_the_ledger_is_pending(published: Published) -> None:
    a_company()
    assert (check().pending.count, check().pending.oldest_age) == (0, None)

    shopify("orders_paid")
    pending = check(after=timedelta(minutes=6)).pending

    assert (pending.count, pending.is_well) == (1, False)


def test_what_is_parked_is_counted_by_its_reason(published: Published) -> None:
    a_company()
    an_unmapped_order(published)

    [parked] = check(after=timedelta(minutes=10)).parked
    assert (parked.reason, parked.count, parked.is_well) == ("unmapped_sku", 1, True)
    assert not check(after=timedelta(minutes=16)).is_well


def test_a_message_is_well_in_a_queue_but_not_dead() -> None:
    sqs = boto3.client("sqs")
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("live", "dead")}
    for url in urls.values():
        sqs.send_message(QueueUrl=url, MessageBody="an order")

    dead, live = check(
        {"EarnQueue": urls["live"], "EarnDeadLetters": urls["dead"], "Other": "x"}
    ).queues

    assert (live.name, live.waiting, live.is_well) == ("Earn", 1, True)
    assert (dead.name, dead.waiting, dead.is_well) == ("Earn", 1, False)


def test_all_alarms_are_looked_at_however_many_there_are() -> None:
    cloudwatch = boto3.client("cloudwatch", region_name=os.environ["AWS_DEFAULT_REGION"])
    names = [f"stack-{number:03}" for number in range(health.ALARMS_MAX + 1)]
    for name in names:
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            MetricName="m",
            Namespace="n",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )
    cloudwatch.set_alarm_state(AlarmName=names[-1], StateValue="ALARM", StateReason="it rang")

    alarms = check({f"Number{name[-3:]}Alarm": name for name in names}).alarms

    assert (alarms.ringing, alarms.quiet) == ((("Number100", "it rang"),), health.ALARMS_MAX)
