"""The pages of plans: what is in force, what a version says and changes, and publishing by two."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.queries import plan_history
from commissions.application.queries.plan_history import VersionState
from commissions.domain.actions.action import APPLIED, PROPOSED
from commissions.domain.people.accounts import AUDITOR, FINANCE
from commissions.runtime.http_api import family
from commissions.runtime.pages.console import PREFIX, ROUTES
from commissions.tables import actions, plans
from tests.support.console_pages import asks, form_in, long_ago, operator, sends
from tests.support.pages import Answered, OpenGate, ask, page_event
from tests.support.written_plans import cheaper, publish, written, wrong

PATH, CHECK, PROPOSE = "/console/plans", "/console/plans/check", "/console/plans/propose"
WHY = "the new year"
pytestmark = pytest.mark.usefixtures("aws")


def now() -> datetime:
    return datetime.now(UTC)


def three_versions() -> None:
    publish(written(effective_from="2020-01-01"))
    publish(cheaper(version=2, effective_from="2021-01-01"))
    publish(cheaper(version=3, effective_from="2099-01-01"))


def checked(text: str, **more: Any) -> Answered:
    return asks(CHECK, form={"text": text}, **more)


def proposed(text: str, why: str = WHY) -> Answered:
    form = form_in(checked(text))
    return sends(PROPOSE, form | {"reason": why})[0]


def test_of_no_plan_the_page_says_how_there_will_be_one() -> None:
    page = asks(PATH).text

    assert "No plan yet" in page
    assert f'href="{CHECK}"' in page


def test_a_version_is_past_active_or_still_to_come() -> None:
    three_versions()

    found = plan_history.versions_by_plan(now())["uni7"]

    assert [(each.plan.version, each.state) for each in found] == [
        (3, VersionState.PUBLISHED),
        (2, VersionState.ACTIVE),
        (1, VersionState.PAST),
    ]
    page = asks(PATH).text
    assert (
        page.index("Version\u00a03") < page.index("Version\u00a02") < page.index("Version\u00a01")
    )
    for shown in ("past", "active", "published", "1 Jan 2099"):
        assert shown in page, shown


def test_a_version_has_its_worst_case_beside_the_cap_and_its_digest() -> None:
    publish(written())

    page = asks(PATH).text

    assert 'data-value="43.00"' in page
    assert plans.latest("uni7").digest[:12] in page


def test_a_version_is_read_as_sentences() -> None:
    publish(written())

    page = asks(f"{PATH}/uni7/1").text

    assert "A leg is active when anybody in it is." in page
    assert "Trees and periods" in page
    assert plans.latest("uni7").digest in page


@pytest.mark.parametrize(
    "path", ["uni7/2", "uni8/1", "uni7/x", "uni7/%C2%B2", "uni7/99999999999999999999"]
)
def test_a_version_that_there_is_not_is_not_here(path: str) -> None:
    publish(written())

    assert asks(f"{PATH}/{path}").status == 404


def test_two_versions_are_compared_in_words() -> None:
    three_versions()

    page = asks(f"{PATH}/compare?plan=uni7&old=1&new=2").text

    assert "everybody, level 0: 15% instead of 20%, less than before" in page
    assert "Nothing changes" in asks(f"{PATH}/compare?plan=uni7&old=2&new=2").text
    assert asks(f"{PATH}/compare?plan=uni7&old=2").status == 404


def test_a_plan_that_is_wrong_is_told_by_line_and_field_with_what_is_allowed() -> None:
    answer = checked(wrong())

    assert answer.status == 422
    assert "3 problems: it cannot be published" in answer.text
    assert "bonuses[1].compression.kind" in answer.text
    assert "did you mean dynamic?" in answer.text
    assert "dinamic" in answer.text
    assert PROPOSE not in answer.text


def test_a_text_that_is_no_yaml_or_nothing_is_told_where_it_ends() -> None:
    assert "is no YAML" in checked("plan: [").text
    assert checked("plan: [").status == 422
    assert "Choose a file, or write the plan." in checked("  ").text
    assert "is nested too deeply" in checked("[" * 3000).text


def test_aliases_of_aliases_fill_no_memory() -> None:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    bomb = "\n".join(["a0: &a0 [x, x]", *lines])

    assert "says more than" in checked(bomb).text


def test_a_plan_that_is_right_says_what_changes_before_anybody_is_asked() -> None:
    publish(written())

    page = checked(cheaper(version=2, effective_from="2098-01-01")).text

    assert "What changes from version 1" in page
    assert "15% instead of 20%" in page
    assert PROPOSE in page
    assert list(actions.all_actions()) == []


def test_a_file_counts_as_what_is_in_it() -> None:
    sent = (
        '--b\r\ncontent-disposition: form-data; name="file"; filename="plan.yaml"\r\n'
        f"content-type: text/yaml\r\n\r\n{wrong()}\r\n"
        '--b\r\ncontent-disposition: form-data; name="text"\r\n\r\nold\r\n--b--\r\n'
    )
    event = page_event(CHECK, form={}, now=now()) | {"body": b64encode(sent.encode()).decode()}
    event["headers"]["content-type"] = "multipart/form-data; boundary=b"
    answer = ask(family(PREFIX, ROUTES, gate=OpenGate(operator())), event)

    assert answer.status == 422
    assert "did you mean dynamic?" in answer.text


def test_what_stands_already_is_not_proposed_again() -> None:
    publish(written())

    stands, other = checked(written()).text, checked(cheaper()).text

    assert "It is published" in stands
    assert "raise the version" in other
    assert PROPOSE not in stands + other


def test_a_version_is_published_by_a_second_person_and_by_nobody_else() -> None:
    mara, ines = operator("mara"), operator("ines")
    answer = proposed(written())
    [action] = actions.all_actions()
    where = f"/console/actions/{action.action_id}"

    assert answer.headers["location"] == where
    assert (action.state, action.draft.by, action.draft.why) == (PROPOSED, "mara", WHY)
    assert "waits for a second person" in asks(PATH).text
    assert plans.versions("uni7") == []
    seen = {"seen": action.draft.digest}
    assert sends(f"{where}/approve", seen, mara)[0].status == 409
    assert sends(f"{where}/approve", seen, long_ago(ines))[0].status == 409
    assert plans.versions("uni7") == []

    _, [done] = sends(f"{where}/approve", seen, ines)

    assert done.state == APPLIED
    assert [each["version"] for each in plans.versions("uni7")] == [1]
    assert "waits for a second person" not in asks(PATH).text


def test_a_form_without_a_reason_or_of_another_text_proposes_nothing() -> None:
    form = form_in(checked(written()))

    unexplained = sends(PROPOSE, form | {"reason": " "})[0]
    other = sends(PROPOSE, form | {"text": cheaper(), "reason": WHY})[0]
    no_plan = sends(PROPOSE, form | {"text": "plan: [", "reason": WHY})[0]

    assert (unexplained.status, other.status, no_plan.status) == (422, 409, 422)
    assert "Say why" in unexplained.text
    assert "It is not what you saw" in other.text
    assert list(actions.all_actions()) == []


def test_a_form_that_is_sent_twice_is_one_proposal() -> None:
    form = form_in(checked(written())) | {"reason": WHY}

    first, second = sends(PROPOSE, form)[0], sends(PROPOSE, form)[0]

    assert first.headers["location"] == second.headers["location"]
    assert len(list(actions.all_actions())) == 1


def test_the_same_is_not_proposed_by_two_people() -> None:
    first = proposed(written())
    form = form_in(checked(written(), who=operator("ines"))) | {"reason": WHY}

    second = sends(PROPOSE, form, operator("ines"))[0]

    assert first.status == second.status == 303
    assert len({each.draft.by for each in actions.all_actions()}) == 2


def test_the_next_version_is_written_on_from_one_that_stands() -> None:
    publish(written())

    page = asks(f"{CHECK}?from=uni7/1").text

    assert "effective_from: &#39;2027-01-01&#39;" in page
    assert page.index("plan:\n") < page.index("volumes:\n") < page.index("compliance:\n")
    assert asks(f"{CHECK}?from=uni7/9").status == 404


def test_an_auditor_reads_and_writes_nothing_and_finance_sees_no_plan() -> None:
    publish(written())
    auditor, finance = operator(roles=(AUDITOR,)), operator(roles=(FINANCE,))

    assert asks(PATH, auditor).status == 200
    assert CHECK not in asks(PATH, auditor).text
    assert asks(CHECK, auditor, form={"text": written()}).status in (404, 405)
    assert asks(PATH, finance).status == 404
