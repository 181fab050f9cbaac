import json
from dataclasses import dataclass
from typing import Any

import pytest

from commissions.application.accounts.machines import TokensUnreadable
from commissions.domain.people.accounts import AUDITOR, MEMBER, OPERATOR
from commissions.domain.people.machines import Machine
from commissions.runtime.api.handler import ApiHandler, api_family
from commissions.runtime.api.messages import ApiRequest, ApiRoute
from commissions.runtime.api.parameters import CURSOR, LIMIT, MONTH
from commissions.runtime.api.problems import PROBLEMS, not_found
from commissions.runtime.http_messages import OpenRoute, Response
from tests.support.api import TOKEN, OpenTokens
from tests.support.pages import Answered, OpenGate, ask, page_event, somebody

SECRET = "secret of the shop"


@dataclass(frozen=True)
class ToldBody:
    who: str
    said: dict[str, str]
    next: str | None = None


def tell(request: ApiRequest) -> ToldBody:
    return ToldBody(request.member, dict(request.query))


def listed(request: ApiRequest) -> ToldBody:
    return ToldBody(request.member, {"at": request.position}, request.next("after 50"))


def broken(request: ApiRequest) -> ToldBody:
    raise RuntimeError(SECRET)


def gone(request: ApiRequest) -> ToldBody:
    raise not_found()


def a_route(pattern: str, answer: Any = tell, **fields: Any) -> ApiRoute:
    given: dict[str, Any] = {"summary": "", "body": ToldBody, "roles": frozenset({MEMBER})}
    return ApiRoute(pattern=f"/api/v1/{pattern}", answer=answer, **given | fields)


NOBODY: frozenset[str] = frozenset()
ROUTES = (
    a_route("me/told", parameters=(MONTH, LIMIT)),
    a_route("me/listed", listed, parameters=(MONTH, CURSOR, LIMIT)),
    a_route("me/broken", broken),
    a_route("me/gone", gone),
    a_route("members/{member}/told", roles=NOBODY, scope="orders.read"),
    a_route("members/{member}/money", roles=NOBODY, scope="statements.read"),
    a_route(
        "members/{member}/listed",
        listed,
        roles=NOBODY,
        scope="orders.read",
        parameters=(MONTH, CURSOR, LIMIT),
    ),
    a_route("console/told", roles=frozenset({OPERATOR, AUDITOR}), scope="console.read"),
)
OPEN = (OpenRoute("GET", "/api/v1/open", lambda asked: Response(body="{}")),)
CARA = somebody(member_id="cara")
ORDERS_ALONE = Machine(client_id="client-1", scopes=frozenset({"orders.read"}))


def answering(
    who: Any = CARA, wait: int = 0, tokens: Any = None, known: Any = ("cara",)
) -> ApiHandler:
    return api_family(
        ROUTES,
        open_routes=OPEN,
        people=OpenGate(who, wait),
        tokens=tokens or OpenTokens(ORDERS_ALONE),
        is_known=lambda member: member in known,
    )


def get(path: str, handler: ApiHandler | None = None, **more: Any) -> Answered:
    path, _, query = path.partition("?")
    return ask(handler or answering(), page_event(f"/api/v1/{path}", query=query, **more))


def as_machine(path: str, handler: ApiHandler | None = None, token: str = TOKEN) -> Answered:
    return get(path, handler, headers={"authorization": f"Bearer {token}"}, cookies=())


def word(answer: Answered) -> str:
    """Of the problem that an answer is."""
    assert answer.headers["content-type"] == "application/problem+json"
    told = json.loads(answer.text)
    assert told["status"] == answer.status
    assert told["instance"] == "request-1"
    assert told["title"]
    return str(told["type"]).rpartition("/")[2]


def test_a_person_is_answered_of_themselves() -> None:
    answer = get("me/told?month=2026-11")

    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert json.loads(answer.text) == {
        "who": "cara",
        "said": {"month": "2026-11", "limit": "50"},
        "next": None,
    }


def test_a_machine_is_answered_of_whom_it_asks_for() -> None:
    answer = as_machine("members/cara/told")

    assert json.loads(answer.text)["who"] == "cara"


def test_of_whom_there_is_not_a_machine_is_told_as_of_no_address() -> None:
    unknown, nowhere = as_machine("members/nobody/told"), as_machine("nowhere")

    assert (word(unknown), unknown.text) == ("not-found", nowhere.text)


def test_nobody_asks_without_a_session_or_a_token() -> None:
    answer = get("me/told", cookies=())

    assert word(answer) == "not-signed-in"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert word(get("nowhere", cookies=())) == "not-signed-in"


def test_a_token_that_does_not_hold_is_no_way_in_whatever_cookie_goes_along() -> None:
    for said in ("Bearer other", "Bearer ", f"Basic {TOKEN}", TOKEN):
        answer = get("me/told", headers={"authorization": said})

        assert (answer.status, word(answer)) == (401, "not-signed-in"), said
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_what_is_for_machines_alone_is_not_there_for_people_and_the_other_way_round() -> None:
    assert word(get("members/cara/told")) == "not-found"
    assert word(as_machine("me/told")) == "not-found"


def test_a_role_that_does_not_reach_is_told_so() -> None:
    operator = answering(somebody(OPERATOR))

    assert word(get("console/told")) == "forbidden"
    assert word(get("me/told", operator)) == "forbidden"
    assert get("console/told", operator).status == 200
    assert get("console/told", answering(somebody(AUDITOR))).status == 200


def test_a_scope_that_is_missing_is_named() -> None:
    answer = as_machine("members/cara/money")

    assert word(answer) == "forbidden"
    assert answer.headers["www-authenticate"] == (
        'Bearer error="insufficient_scope", scope="api/statements.read"'
    )


def test_a_person_asks_for_themselves_whatever_the_address_says() -> None:
    """No route of people names a member; were there one, it would still be theirs."""
    routes = (a_route("me/{member}"),)
    handler = api_family(routes, people=OpenGate(CARA), tokens=OpenTokens())

    assert json.loads(get("me/bob", handler).text)["who"] == "cara"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_an_address_does_not_take_is_told_with_what_it_does(method: str) -> None:
    answer = get("me/told", method=method)

    assert (answer.status, word(answer), answer.headers["allow"]) == (
        405,
        "method-not-allowed",
        "GET",
    )


def test_a_fault_is_told_without_what_it_was() -> None:
    answer = get("me/broken")

    assert (answer.status, word(answer)) == (500, "failed")
    assert SECRET not in answer.text


def test_every_fault_of_a_query_is_named_at_once() -> None:
    answer = get("me/told?month=2026-13&limit=0&moth=1")

    assert (answer.status, word(answer)) == (422, "unfit")
    assert [each["field"] for each in json.loads(answer.text)["errors"]] == [
        "moth",
        "month",
        "limit",
    ]


@pytest.mark.parametrize("query", ["month=%ff", "&".join(f"a{each}=1" for each in range(1_001))])
def test_a_query_that_cannot_be_read_is_refused(query: str) -> None:
    assert get(f"me/told?{query}").status in (400, 413)


def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    for answer in (
        get("me/told", answering(wait=7)),
        as_machine("members/cara/told", answering(tokens=OpenTokens(ORDERS_ALONE, 7))),
    ):
        assert (answer.status, word(answer), answer.headers["retry-after"]) == (
            429,
            "too-often",
            "7",
        )


def test_while_the_pool_says_no_keys_no_token_is_believed() -> None:
    class Silent(OpenTokens):
        def machine(self, token: str, asked: Any) -> Machine:
            raise TokensUnreadable("it does not answer")

    answer = as_machine("members/cara/told", answering(tokens=Silent()))

    assert (answer.status, word(answer)) == (503, "unavailable")


def test_who_has_an_answer_is_not_sent_it_again() -> None:
    first = get("me/told")
    tag = first.headers["etag"]

    for said in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = get("me/told", headers={"if-none-match": said})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert tag.startswith('W/"')
    assert get("me/told?limit=9", headers={"if-none-match": tag}).status == 200
    assert get("me/told", headers={"if-none-match": 'W/"x"'}).status == 200


def test_answers_are_kept_by_who_asked_alone_and_never_run() -> None:
    answer = get("me/told")

    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_list_goes_on_for_whom_it_was_begun_and_with_the_same_query() -> None:
    begun = json.loads(get("me/listed?month=2026-11").text)["next"]
    eve = answering(somebody(member_id="eve", user_id="account-2"))

    went_on = get(f"me/listed?month=2026-11&limit=9&cursor={begun}")

    assert json.loads(went_on.text)["said"] == {"at": "after 50"}
    for other in (
        get(f"me/listed?month=2026-10&cursor={begun}"),
        get(f"me/listed?month=2026-11&cursor={begun}x"),
        get(f"me/listed?month=2026-11&cursor={begun}", eve),
        as_machine(f"members/cara/listed?month=2026-11&cursor={begun}"),
    ):
        assert json.loads(other.text)["errors"][0]["field"] == "cursor"


def test_a_machines_cursor_is_for_one_member() -> None:
    handler = answering(known=("cara", "eve"))
    begun = json.loads(as_machine("members/cara/listed", handler).text)["next"]

    assert as_machine(f"members/cara/listed?cursor={begun}", handler).status == 200
    assert as_machine(f"members/eve/listed?cursor={begun}", handler).status == 422


def test_what_is_open_is_answered_whoever_asks() -> None:
    assert get("open", cookies=()).status == 200
    assert get("open", headers={"authorization": "Bearer other"}).status == 200


def test_a_head_has_no_body() -> None:
    answer = get("me/told", method="HEAD")

    assert (answer.status, answer.body) == (200, b"")


def test_each_problem_has_a_word_of_its_own() -> None:
    assert len({each.word for each in PROBLEMS}) == len(PROBLEMS)
    assert len({each.status for each in PROBLEMS}) == len(PROBLEMS)


def test_a_refused_token_is_not_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    as_machine("members/cara/told", token="a.very.secret")

    assert "a.very.secret" not in caplog.text
