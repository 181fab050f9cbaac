"""What is in the audit log of a command that changes something, and of one that does not."""

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from commissions.tables import audit_log
from tests.support.command import commissions, told
from tests.support.pipeline_driver import a_company
from tests.support.unmapped_orders import an_unmapped_order
from tools.cli import recorded

pytestmark = pytest.mark.usefixtures("reachable")


def entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told("log")["entries"]
    return found


def test_a_change_is_in_the_log_with_who_and_what_before_it_is_done_and_after() -> None:
    a_company()
    words = ("store", "secret", "tea", "--value", "the-new-secret-of-tea", "--as", "mara")

    assert commissions(*words).exit_code == 0

    begun, done = entries()
    assert (begun["outcome"], done["outcome"], begun["run"]) == ("begun", "done", done["run"])
    assert {name: done[name] for name in ("who", "what", "target", "where")} == {
        "who": "mara",
        "what": "store secret",
        "target": "tea",
        "where": "command line",
    }
    assert done["details"] == {"keep_hours": "24"}
    assert "the-new-secret" not in json.dumps([begun, done])


def test_what_was_refused_is_in_the_log_with_why() -> None:
    assert (
        commissions("store", "secret", "mars", "--value", "x" * 20, "--as", "mara").exit_code == 1
    )

    assert [each["outcome"] for each in entries()] == ["begun", "refused"]
    assert "mars" in entries()[1]["said"]


def test_why_something_was_dismissed_is_in_the_log(published: Any) -> None:
    a_company()
    an_unmapped_order(published)
    words = ("release", "5501000001001", "--dismiss", "--reason", "a test order", "--by", "ines")

    assert commissions(*words).exit_code == 0

    assert [(each["who"], each["why"]) for each in entries()] == [("ines", "a test order")] * 2


def test_of_a_folder_only_the_name_is_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "our-company").mkdir()
    commissions("load", str(tmp_path / "our-company"), "--as", "mara")

    assert [each["target"] for each in entries()] in ([], ["our-company"] * 2)


def test_what_is_only_looked_at_is_not_in_the_log() -> None:
    a_company()
    for words in (("parked",), ("store", "list"), ("refold",), ("store", "check")):
        assert commissions(*words).exit_code == 0

    assert entries() == []


def test_nothing_is_done_that_cannot_be_logged() -> None:
    a_company()
    before = told("store", "show", "tea")["webhook_secrets_live"]
    words = ("store", "secret", "tea", "--value", "the-new-secret-of-tea")

    with patch.object(audit_log, "append", side_effect=RuntimeError("no")):
        assert commissions(*words).exit_code == 1

    assert told("store", "show", "tea")["webhook_secrets_live"] == before


def test_what_was_cut_off_stands_as_begun() -> None:
    a_company()
    with patch.object(recorded, "_end"):
        commissions("store", "secret", "tea", "--value", "the-new-secret-of-tea", "--as", "mara")

    assert "begun, and no end told" in " ".join(commissions("log").stdout.split())
