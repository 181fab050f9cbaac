"""Nothing that is on its way is lost: every queue, rule and stream of template.yaml."""

import pytest

from commissions import events
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.people.customer_merge import CustomersMerged
from tests.support.template import named, of_type

DAY_SECONDS = 24 * 3600
FUNCTIONS = of_type("AWS::Lambda::Function")
MAPPINGS = of_type("AWS::Lambda::EventSourceMapping")
QUEUES = of_type("AWS::SQS::Queue")
RULES = of_type("AWS::Events::Rule")
BUS_RULES = [name for name, rule in RULES.items() if "EventPattern" in rule]
QUEUED = {
    queue: name
    for name, mapping in MAPPINGS.items()
    for queue in named(mapping["EventSourceArn"]) & {*QUEUES}
}
STREAMED = MAPPINGS.keys() - QUEUED.values()
DEAD_LETTERS = QUEUES.keys() - QUEUED.keys()


@pytest.mark.parametrize("name", QUEUED)
def test_a_queue_waits_out_its_function(name: str) -> None:
    [function] = named(MAPPINGS[QUEUED[name]]["FunctionName"])

    assert QUEUES[name]["VisibilityTimeout"] >= 6 * FUNCTIONS[function]["Timeout"]


@pytest.mark.parametrize("name", QUEUED)
def test_a_queue_gives_up_after_ten_times_into_its_own_dead_letters(name: str) -> None:
    redrive = QUEUES[name]["RedrivePolicy"]
    others = [QUEUES[queue]["RedrivePolicy"] for queue in QUEUED if queue != name]

    assert redrive["maxReceiveCount"] == 10
    assert named(redrive) == {name.replace("Queue", "DeadLetters")}
    assert all(named(redrive) != named(other) for other in others)


@pytest.mark.parametrize("name", QUEUED)
def test_dead_letters_outlive_their_queue(name: str) -> None:
    [dead_letters] = named(QUEUES[name]["RedrivePolicy"])

    assert QUEUES[name]["MessageRetentionPeriod"] == 4 * DAY_SECONDS
    assert QUEUES[dead_letters]["MessageRetentionPeriod"] == 14 * DAY_SECONDS


@pytest.mark.parametrize("name", QUEUED)
def test_what_fails_in_a_batch_comes_again_alone(name: str) -> None:
    mapping = MAPPINGS[QUEUED[name]]

    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    # To poll a store is minutes of work, and one that gives no answer takes its time.
    assert mapping["BatchSize"] == {"PollQueue": 1, "FetchQueue": 5}.get(name, 10)
    assert "MaxConcurrency" in named(mapping["ScalingConfig"])


@pytest.mark.parametrize("name", sorted(STREAMED))
def test_a_record_that_stops_a_stream_is_left_to_the_dead_letters(name: str) -> None:
    mapping = MAPPINGS[name]

    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["MaximumRetryAttempts"] > 0
    assert named(mapping["DestinationConfig"]["OnFailure"]) <= DEAD_LETTERS
    assert mapping["StartingPosition"] == "TRIM_HORIZON"


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_is_encrypted(name: str) -> None:
    assert QUEUES[name]["SqsManagedSseEnabled"] is True


@pytest.mark.parametrize("name", RULES)
def test_what_a_rule_cannot_deliver_is_kept(name: str) -> None:
    for target in RULES[name]["Targets"]:
        assert named(target["DeadLetterConfig"]) <= DEAD_LETTERS


@pytest.mark.parametrize("name", BUS_RULES)
def test_a_rule_tries_for_a_day_to_fill_one_queue(name: str) -> None:
    [target] = RULES[name]["Targets"]

    assert named(target["Arn"]) <= QUEUED.keys()
    assert target["RetryPolicy"]["MaximumEventAgeInSeconds"] == DAY_SECONDS


@pytest.mark.parametrize("name", BUS_RULES)
def test_a_rule_listens_for_what_the_bus_carries(name: str) -> None:
    pattern = RULES[name]["EventPattern"]

    assert pattern["source"] == [events.SOURCE]
    assert set(pattern["detail-type"]) <= set(events.DETAIL_TYPES.values())
    assert named(RULES[name]["EventBusName"]) == {"Bus"}


def test_all_that_reverses_comes_by_one_rule() -> None:
    kinds = (OrderRefunded, OrderCancelled, OrderDisputed, OrderDecided, AttributionOverride)
    reverses = {events.DETAIL_TYPES[each] for each in (*kinds, CustomersMerged)}

    assert set(RULES["ReverseRule"]["EventPattern"]["detail-type"]) == reverses


@pytest.mark.parametrize("name", RULES)
def test_only_its_rule_may_fill_a_queue(name: str) -> None:
    filled = (named(RULES[name]["Targets"])) & QUEUES.keys()
    [policy] = [
        policy
        for policy in of_type("AWS::SQS::QueuePolicy").values()
        if named(policy["Queues"]) == filled
    ]
    [statement] = policy["PolicyDocument"]["Statement"]

    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    assert named(statement["Resource"]) == filled
    may = named(statement["Condition"]["ArnEquals"]["aws:SourceArn"])
    assert name in may
    assert all(named(RULES[rule]["Targets"]) & QUEUES.keys() == filled for rule in may)
