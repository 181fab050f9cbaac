"""The pages of a made-up company on this machine, without an engine: to look at them while they are
written. `python -m tests.support.page_server [PORT]`; each request is answered by the very handler
that is deployed: in `/app` signed in as the member of `?as=`, in `/console` as an operator, in
`/finance` as somebody of finance (`?as=lou`: as another one).
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from random import Random
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

from tests.support.environment import TESTS

os.environ |= TESTS

import boto3
from moto import mock_aws

from commissions.application.actions.worker import carry_out_approved
from commissions.domain.actions.action import Action
from commissions.domain.people.accounts import FINANCE, OPERATOR, SignedIn
from commissions.runtime.http_event import FORM
from commissions.runtime.http_messages import PageRoute
from commissions.runtime.multipart import MULTIPART, multipart_fields
from tests.conftest import template
from tests.support import console_company, console_site, finance_company, member_sales
from tests.support.console_pages import handing_over
from tests.support.member_sales import NOW, a_refund, days_ago, sell
from tests.support.pages import HOST, OpenGate, ask, page_event, somebody

SKUS = ("TEA-GREEN-100", "TEA-BLACK-250", "TEA-CUPS-2")
EVE = "eve:associate < cara:associate < dan:silver (inactive) < bob:silver < ann:gold"
CARA = EVE.partition(" < ")[2]
HAL = "hal:silver < fay:silver < ann:gold"


def make_tables() -> None:
    client: Any = boto3.client("dynamodb")
    shape = {"KeySchema", "AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes"}
    for name, resource in template()["Resources"].items():
        if resource["Type"] == "AWS::DynamoDB::Table":
            told = resource["Properties"]
            client.create_table(TableName=name, **{key: told[key] for key in shape & told.keys()})


def fill() -> None:
    """Cara sells, eve below her too; dan above them is inactive; hal has nobody below."""
    dice = Random(7)  # noqa: S311 - not a secret
    member_sales.a_company(EVE)
    member_sales.place(HAL)
    for number in range(40):
        line = dice.choice([CARA, CARA, EVE, HAL])
        at = days_ago(dice.uniform(0, 40))
        basket = {sku: dice.randint(1, 3) for sku in dice.sample(SKUS, dice.choice([1, 1, 2, 3]))}
        name = f"{6600000000000 + number}"
        back = []
        if dice.random() < 0.2:
            then = at + timedelta(days=dice.uniform(0, 3))
            many = dice.choice([1, max(basket.values())])
            back = [a_refund(name, min(then, NOW), teas=many)]
        late = 2 if dice.random() < 0.05 else 0
        sell(name, at, line=line, basket=basket, refunds=back, late=late)
    sell("6600000000999", days_ago(0.02), line=CARA, basket={"<script>alert(1)</script>": 1})


class Pages(BaseHTTPRequestHandler):
    """Answers `?as=dan&lang=de` as that person, in that language; from then on by a cookie."""

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        size = int(self.headers.get("content-length", "0"))
        sent, kind = self.rfile.read(size), self.headers.get("content-type", "")
        if kind.startswith(MULTIPART):
            found = multipart_fields(kind, sent).items()
            self._answer([(name, value) for name, values in found for value in values])
        else:
            self._answer(parse_qsl(sent.decode(), keep_blank_values=True))

    def _answer(self, form: list[tuple[str, str]] | None) -> None:
        from commissions.runtime.http_api import family

        asked = urlsplit(self.path)
        person, language = self._who(asked.query)
        prefix, pages, who, now = _family(asked.path, person, language)
        handler = family(prefix, pages, gate=OpenGate(who))
        given = {name.lower(): value for name, value in self.headers.items()}
        if form is not None:
            given |= {"host": HOST, "content-type": FORM}
        event = page_event(asked.path, query=asked.query, form=form, headers=given, now=now)
        with handing_over(_done), have_done():
            answer = ask(handler, event)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name not in {"content-encoding", "content-length"}:
                self.send_header(name, value)
        self.send_header("set-cookie", f"as={person}.{language}; Path=/")
        self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def _who(self, query: str) -> tuple[str, str]:
        asked = dict(part.partition("=")[::2] for part in query.split("&"))
        kept = self.headers.get("cookie", "").partition("as=")[2].partition(";")[0]
        member, _, language = (kept or "cara.en").partition(".")
        return asked.get("as", member), asked.get("lang", language)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Nothing: whoever looks at pages looks at pages."""


@contextmanager
def have_done() -> Iterator[None]:
    """What finance agrees to is done at once, as nothing is deployed that would."""
    from commissions.application.actions.payer import pay_out_approved
    from commissions.domain.actions.action import Action

    def pay(action: Action) -> None:
        pay_out_approved(action.action_id, datetime.now(UTC))

    with patch("commissions.runtime.pages.finance_actions.have_paid_out", pay):
        yield


def _family(
    path: str, person: str, language: str
) -> tuple[str, Sequence[PageRoute], SignedIn, datetime]:
    """Whose routes an address is of, who asks there, and when: the console has the clock's now."""
    from commissions.runtime.pages import console, finance, member

    if path.startswith(finance.PREFIX):
        now, of_finance = datetime.now(UTC), person if person in {"kim", "lou"} else "kim"
        who = somebody(FINANCE, account_id=of_finance, name=of_finance, language=language)
        return finance.PREFIX, finance.ROUTES, replace(who, reauthenticated_at=now), now
    if path.startswith(console.PREFIX):
        now = datetime.now(UTC)
        who = somebody(OPERATOR, account_id="mara", name="Mara", language=language)
        return console.PREFIX, console.ROUTES, replace(who, reauthenticated_at=now), now
    who = somebody(member_id=person, name=person, zone="America/New_York", language=language)
    return "/app", member.PAGES, who, NOW


def _done(action: Action) -> None:
    carry_out_approved(action.action_id, datetime.now(UTC))


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    with mock_aws():
        make_tables()
        console_site.make_services()
        fill()
        console_site.fill()
        console_company.fill(datetime.now(UTC))
        finance_company.make_services()
        finance_company.fill(datetime.now(UTC))
        for page in (
            "app/home?as=cara",
            "console/health",
            "console/audit",
            "console/periods",
            "finance/payables",
        ):
            sys.stdout.write(f"http://127.0.0.1:{port}/{page}\n")
        sys.stdout.flush()
        HTTPServer(("127.0.0.1", port), Pages).serve_forever()


if __name__ == "__main__":
    main()
