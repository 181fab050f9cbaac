"""The page of health says what the command line says, store by store, and what needs somebody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from commissions.application.queries import health, stack_parts
from commissions.application.queries.health_concerns import concerns
from commissions.application.queries.ledger_lag import ledger_lag
from commissions.application.reconciliation.run import reconcile, save_report
from commissions.aws.cache import forget_all
from commissions.domain.people.accounts import AUDITOR, FINANCE, MEMBER
from commissions.domain.stores.heard_hours import HeardHour, hour_of
from commissions.domain.stores.polling import CHANGED, Crawl
from commissions.tables import (
    circuit_breakers,
    cursors,
    last_messages,
    refusals,
    store_notes,
    stores,
)
from tests.support.console_pages import asks, operator
from tests.support.parked_company import a_parked_company
from tests.support.pipeline_driver import (
    Published,
    a_company,
    open_store,
    run,
    shopify,
)

pytestmark = pytest.mark.usefixtures("aws")
PATH = "/console/health"


@pytest.fixture(autouse=True)
def _the_stacks_own_queues(aws: None) -> None:
    sqs, cloudwatch = boto3.client("sqs"), boto3.client("cloudwatch")
    for name in ("MapSkusQueue", "MapSkusDeadLetters", "EarnQueue", "EarnDeadLetters"):
        sqs.create_queue(QueueName=f"commissions-{name}-1A2B")
    sqs.create_queue(QueueName="commissions-eu-EarnQueue-1A2B")
    cloudwatch.put_metric_alarm(
        AlarmName="commissions-EarnErrorsAlarm-1A2B",
        MetricName="m",
        Namespace="n",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )


def polled(store_id: str, before: timedelta) -> None:
    began = datetime.now(UTC) - before
    crawl = Crawl(mode=CHANGED, began=began, since=began)
    cursors.start(store_id, CHANGED, crawl)
    cursors.complete(store_id, CHANGED, crawl)


def page(**who: Any) -> str:
    forget_all()
    return asks(PATH, operator(**who)).text


def test_where_all_is_well_it_says_so_first(published: Published) -> None:
    a_company()

    shown = page()

    assert "All well" in shown
    assert "tea" in shown
    assert "no figures yet" in shown
    assert "2 stations are empty" in shown
    assert "1 alarm is quiet" in shown


def test_without_a_store_it_says_what_will_stand_there() -> None:
    assert "No stores yet" in page()


def test_what_needs_somebody_stands_first_with_where_to_look() -> None:
    a_company()
    open_store("coffee")
    for _ in range(5):
        circuit_breakers.failed("tea", now=datetime.now(UTC))
    polled("coffee", timedelta(hours=3))

    shown = page()

    assert "2 things need you" in shown
    assert "tea gives no answer" in shown
    assert "coffee: changes known 3 h ago only" in shown
    assert 'href="/console/health/coffee"' in shown


def test_what_waits_too_long_leads_to_it(published: Published) -> None:
    a_parked_company(published, 2)
    later = datetime.now(UTC) + timedelta(minutes=20)

    found = health.check({}, now=later, of_secrets=False)

    [parked] = [each for each in concerns(found) if each.kind == "parked"]
    assert (parked.subject, parked.count) == ("unmapped_sku", 2)
    assert found.waiting_by_store == {"tea": 2}


def test_dead_letters_and_alarms_are_named() -> None:
    a_company()
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="commissions-EarnDeadLetters-1A2B")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="an order")
    boto3.client("cloudwatch").set_alarm_state(
        AlarmName="commissions-EarnErrorsAlarm-1A2B", StateValue="ALARM", StateReason="it rang"
    )

    shown = page()

    assert "Earn: 1 dead letter" in shown
    assert "Alarm EarnErrors rings" in shown
    assert "it rang" in shown


def test_the_stack_finds_its_own_parts_and_no_others() -> None:
    parts = stack_parts.stack_parts()

    assert sorted(parts) == [
        "EarnDeadLetters",
        "EarnErrorsAlarm",
        "EarnQueue",
        "MapSkusDeadLetters",
        "MapSkusQueue",
    ]


def test_messages_are_counted_by_hour_and_answers_by_how_long_they_took(
    published: Published,
) -> None:
    a_company()
    for _ in range(1 + last_messages.UNNOTED_MAX):
        shopify("orders_paid")
    shopify("orders_paid", secret="wrong")

    [notes] = store_notes.notes_of(["tea"]).values()
    assert notes.heard is not None
    hour = sum(notes.heard.hours.values(), HeardHour())
    many = last_messages.UNNOTED_MAX
    assert (hour.received, hour.twice) == (1 + many, many)
    assert sum(notes.refused.hours.values()) == 1
    assert "within" in page()


def test_a_store_has_its_day_in_bars(published: Published) -> None:
    a_company()
    shopify("orders_paid")

    shown = asks(f"{PATH}/tea").text

    assert shown.count("<title>") == 1 + 24
    assert "1 received, 0 told twice, 0 refused" in shown
    assert "As a table" in shown
    assert asks(f"{PATH}/unknown").status == 404


def test_before_anything_came_it_says_that_there_are_no_figures_yet() -> None:
    a_company()

    assert "No figures yet" in asks(f"{PATH}/tea").text


def test_a_closed_store_is_not_there() -> None:
    a_company()
    stores.close("tea")

    assert asks(f"{PATH}/tea").status == 404


def test_how_long_orders_took_is_read_of_those_of_their_day(published: Published) -> None:
    a_company()
    shopify("orders_paid")
    run(published)

    lag = ledger_lag("tea", date(2026, 11, 20))

    assert lag is not None
    assert (lag.orders, timedelta() <= lag.within < timedelta(minutes=1)) == (1, True)
    assert ledger_lag("tea", date(2026, 11, 21)) is None


def test_the_last_reconciliation_is_told() -> None:
    a_company()
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    save_report(reconcile(yesterday))

    shown = page()

    assert "Last reconciled day" in shown
    assert "incomplete" in shown or "clean" in shown


def test_it_is_looked_at_again_every_ten_seconds() -> None:
    a_company()
    now = int(datetime.now(UTC).timestamp())

    assert asks(f"/console/looks/health?since={now}").status == 204
    assert asks(f"/console/looks/health?since={now - 11}").status == 200
    assert asks("/console/looks/health?since=junk").status == 200


def test_who_is_no_operator_sees_no_health() -> None:
    assert asks(PATH, operator(roles=(AUDITOR,))).status == 200
    for roles in ((MEMBER,), (FINANCE,)):
        assert asks(PATH, operator(roles=roles)).status == 404


def test_what_is_counted_is_written_with_the_note_and_with_every_twentieth_message() -> None:
    with patch.object(last_messages, "_write", wraps=last_messages._write) as write:
        for _ in range(1 + 2 * last_messages.UNNOTED_MAX):
            last_messages.note("tea", datetime.now(UTC))

    assert write.call_count == 3


def test_what_a_store_said_days_ago_is_forgotten() -> None:
    long_ago = datetime.now(UTC) - timedelta(days=9)
    last_messages.note("tea", long_ago)
    last_messages.note_next("tea")
    last_messages.note("tea", datetime.now(UTC))

    [notes] = store_notes.notes_of(["tea"]).values()
    assert notes.heard is not None
    assert list(notes.heard.hours) == [hour_of(datetime.now(UTC))]


def test_refusals_of_the_day_before_are_struck_off() -> None:
    now = datetime.now(UTC)
    refusals.note("tea", "signature", now - timedelta(hours=25))
    forget_all()
    refusals.note("tea", "signature", now)

    [notes] = store_notes.notes_of(["tea"]).values()
    assert (notes.refused.by_reason["signature"].count, notes.refused.hours) == (
        2,
        {hour_of(now): 1},
    )


def test_all_notes_of_many_stores_are_two_reads(published: Published) -> None:
    for number in range(30):
        open_store(f"store-{number}")
    with patch("commissions.tables.versioned._batch", return_value=[]) as read:
        store_notes.notes_of([f"store-{number}" for number in range(20)])

    assert read.call_count == 2
