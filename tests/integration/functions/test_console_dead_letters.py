"""The pages of dead letters: what lies where, what it is about, and having it sent again."""

import json
import re
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from commissions.application.actions.dead_letter_sending import GONE
from commissions.application.actions.worker import carry_out_approved
from commissions.application.queries import action_outcome
from commissions.aws import dead_letters as messages
from commissions.aws.cache import forget_all
from commissions.domain.actions.action import APPLIED
from commissions.domain.people.accounts import AUDITOR, FINANCE
from commissions.runtime.pages.console_dead_letters import ATTEMPTS
from commissions.tables import actions, inbox
from tests.support.console_pages import acts, asks, form_in, operator, sends
from tests.support.parked_company import send
from tests.support.pipeline_driver import Published, a_company, run
from tests.support.samples import bus_sample
from tests.support.template import of_type

PATH, EARN = "/console/dead-letters", "/console/dead-letters/Earn"
NAMES = ("EarnQueue", "EarnDeadLetters", "ProjectDeadLetters", "PollCallDeadLetters")
ORDER = "shopify/tea-us/5501000001001"


@pytest.fixture(autouse=True)
def _queues(published: Published) -> None:
    for name in NAMES:
        boto3.client("sqs").create_queue(QueueName=f"commissions-{name}-1A2B")
    boto3.client("sqs").create_queue(QueueName="commissions-eu-EarnQueue-1A2B")


def url(name: str) -> str:
    return boto3.client("sqs").get_queue_url(QueueName=f"commissions-{name}-1A2B")["QueueUrl"]


def give_up(*bodies: Any, name: str = "EarnDeadLetters") -> list[str]:
    """Puts messages where what failed ten times lies; their ids."""
    forget_all()
    texts = [each if isinstance(each, str) else json.dumps(each) for each in bodies]
    sqs = boto3.client("sqs")
    return [sqs.send_message(QueueUrl=url(name), MessageBody=each)["MessageId"] for each in texts]


def lying(name: str) -> int:
    asked: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    told = boto3.client("sqs").get_queue_attributes(QueueUrl=url(name), AttributeNames=asked)
    return sum(map(int, told["Attributes"].values()))


def an_event(number: int, **record: Any) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(json.dumps(bus_sample("order.placed")))
    event["detail"]["record"] |= {"platform_order_id": f"{9000 + number}"} | record
    return event


def test_where_nothing_lies_the_page_says_so() -> None:
    assert "No dead letters" in asks(PATH).text


def test_each_queue_says_how_much_lies_there_and_what_to_do() -> None:
    give_up(an_event(1), an_event(2))
    give_up({"DDBStreamBatchInfo": {}, "requestContext": {}}, name="ProjectDeadLetters")

    page = asks(PATH).text

    assert "3 dead letters" in page
    assert page.index(">Earn<") < page.index(">Project<")
    assert "send them again" in page
    assert "have statements rebuilt" in page
    assert "1 more queue of dead letters is empty" in page


def test_a_message_is_told_by_its_order_and_never_by_what_it_says() -> None:
    give_up(an_event(1, email="ann@example.org", customer="a-hash-of-ann"))

    page = asks(EARN).text

    assert "An order" in page
    assert ">9001<" in page
    assert "/console/parked/orders/shopify~2Ftea-us~2F9001" in page
    assert "ann@example.org" not in page
    assert "a-hash-of-ann" not in page


def test_looking_takes_nothing_away_and_hides_nothing() -> None:
    give_up(*map(an_event, range(25)))

    for _ in range(3):
        forget_all()
        assert "25 dead letters" in asks(EARN).text

    assert lying("EarnDeadLetters") == 25
    asked: Any = ["ApproximateNumberOfMessages"]
    told = boto3.client("sqs").get_queue_attributes(
        QueueUrl=url("EarnDeadLetters"), AttributeNames=asked
    )
    assert told["Attributes"]["ApproximateNumberOfMessages"] == "25"


def test_the_list_is_filtered_and_read_to_its_end() -> None:
    give_up(*map(an_event, range(60)), bus_sample("order.refunded"))

    found, path = list[str](), f"{EARN}?kind=order.placed"
    while path:
        page = asks(path).text
        found += re.findall(r">(9\d{3})<", page)
        more = re.search(r'href="(/console/dead-letters/Earn\?[^"]*after=[^"]*)"', page)
        path = more[1].replace("&amp;", "&") if more else ""

    assert sorted(found) == [f"{9000 + each}" for each in range(60)]
    assert "Send 60 again" in asks(f"{EARN}?kind=order.placed").text
    assert "Nothing of that kind lies here" in asks(f"{EARN}?store=nowhere").text


def test_nothing_is_sent_before_it_was_shown_and_confirmed() -> None:
    give_up(an_event(1), an_event(2))

    page = asks(f"{EARN}/send").text

    assert "Send 2 messages again" in page
    assert lying("EarnQueue") == 0
    assert list(actions.all_actions()) == []


def test_all_of_a_queue_go_into_their_stations_queue_as_they_were() -> None:
    bodies = [an_event(1), an_event(2)]
    give_up(*bodies)

    answer, [action] = acts(f"{EARN}/send", reason="the error is mended")

    assert answer.headers["location"] == f"/console/actions/{action.action_id}"
    assert (action.state, action.outcome) == (APPLIED, "2 sent again")
    assert (lying("EarnDeadLetters"), lying("EarnQueue")) == (0, 2)
    sqs = boto3.client("sqs")
    came = sqs.receive_message(QueueUrl=url("EarnQueue"), MaxNumberOfMessages=10)["Messages"]
    assert sorted((json.loads(each["Body"]) for each in came), key=str) == sorted(bodies, key=str)


def test_one_alone_is_sent_and_the_others_lie_where_they_lay() -> None:
    [first, *_] = give_up(*map(an_event, range(3)))

    _, [action] = acts(f"{EARN}/send?message={first}", reason="just this one")

    assert action.outcome == "1 sent again"
    assert (lying("EarnDeadLetters"), lying("EarnQueue")) == (2, 1)


def test_those_of_a_filter_are_sent_and_no_others() -> None:
    give_up(an_event(1), bus_sample("order.refunded"))

    _, [action] = acts(f"{EARN}/send?kind=order.refunded", reason="refunds first")

    assert action.outcome == "1 sent again"
    assert (lying("EarnDeadLetters"), lying("EarnQueue")) == (1, 1)


def test_what_lies_there_no_more_is_said_and_holds_up_no_other() -> None:
    give_up(an_event(1), an_event(2))
    told: list[str] = []
    form = form_in(asks(f"{EARN}/send")) | {"reason": "mended"}
    with patch(
        "commissions.runtime.pages.asking.have_carried_out",
        lambda each: told.append(each.action_id),
    ):
        asks(f"{EARN}/send", form=form)
    sqs = boto3.client("sqs")
    [taken] = sqs.receive_message(QueueUrl=url("EarnDeadLetters"), MaxNumberOfMessages=1)[
        "Messages"
    ]
    sqs.delete_message(QueueUrl=url("EarnDeadLetters"), ReceiptHandle=taken["ReceiptHandle"])

    with patch.object(messages, "AGAIN_SECONDS", 0):
        done = carry_out_approved(told[0], operator().reauthenticated_at)

    assert done.outcome == "1 sent again, 1 were not there"
    assert done.failed == {taken["MessageId"]: GONE}
    page = asks(f"/console/actions/{done.action_id}").text
    assert "1 failed" in page
    assert "1 sent again" in page


def test_each_message_says_whether_its_order_reached_the_ledger(published: Published) -> None:
    a_company()
    send(9001)
    [placed] = [each for each in published() if each["detail-type"] == "order.placed"]
    give_up(placed)

    _, [action] = acts(f"{EARN}/send", reason="mended")
    assert [each.outcome for each in action_outcome.outcomes(action)] == ["on-its-way"]

    trace = placed["detail"]["trace"]
    inbox.close(trace["inbox"], inbox.DONE)
    assert [each.outcome for each in action_outcome.outcomes(action)] == ["recovered"]
    assert "1 recovered" in asks(f"/console/actions/{action.action_id}").text
    run(published)


def test_without_a_reason_nothing_is_sent_and_a_double_click_is_one_action() -> None:
    give_up(an_event(1))
    form = form_in(asks(f"{EARN}/send"))

    answer, done = sends(f"{EARN}/send", form | {"reason": ""})
    assert (answer.status, done) == (422, [])
    first, done = sends(f"{EARN}/send", form | {"reason": "mended"})
    second, again = sends(f"{EARN}/send", form | {"reason": "mended"})
    assert first.headers["location"] == second.headers["location"]
    assert (len(done), again) == (1, [])


def test_what_is_named_and_does_not_lie_there_is_not_sent() -> None:
    give_up(an_event(1))
    form = form_in(asks(f"{EARN}/send")) | {"reason": "mine"}

    answer, done = sends(f"{EARN}/send", form | {"ids": form["ids"] + " somebody-elses"})

    assert (answer.status, done) == (409, [])
    assert lying("EarnQueue") == 0


def test_what_cannot_be_sent_again_offers_nothing_to_send() -> None:
    give_up({"requestContext": {"condition": "RetriesExhausted"}}, name="ProjectDeadLetters")

    page = asks(f"{PATH}/Project").text

    assert "/send" not in page
    assert "RetriesExhausted" in page
    assert asks(f"{PATH}/Project/send").status == 404
    assert asks(f"{PATH}/Nothing").status == 404
    assert asks(f"{EARN}/send").status == 404


def test_only_operators_send_and_an_auditor_reads() -> None:
    give_up(an_event(1))
    auditor = operator("ada", roles=(AUDITOR,))

    assert "/send" not in asks(EARN, auditor).text
    assert asks(f"{EARN}/send", auditor).status == 404
    assert asks(EARN, operator("fay", roles=(FINANCE,))).status == 404


def test_the_attempts_are_those_after_which_queues_give_up() -> None:
    redrives = [
        each["RedrivePolicy"]["maxReceiveCount"]
        for each in of_type("AWS::SQS::Queue").values()
        if "RedrivePolicy" in each
    ]

    assert set(redrives) == {ATTEMPTS}
