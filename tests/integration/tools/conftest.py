import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import stack
from tools.cli import stacks
from tools.stack import ENVIRONMENT, Stack


@pytest.fixture
def reachable(aws: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stack whose parts are those of moto, found where `commissions up` leaves word of it."""
    before = dict(os.environ)
    here = Stack(
        name="test",
        region="eu-west-1",
        api_url="https://example.invalid",
        resources={logical: os.environ[name] for name, logical in ENVIRONMENT.items()}
        | {"Export": "Export"},
        parameters={
            "Stage": "test",
            "TwoPeople": os.environ["TWO_PEOPLE"],
            "ReadFormerSecrets": "true",
            "SignedEvents": os.environ["SIGNED_EVENTS"],
        },
    )
    state = tmp_path / "stack.json"
    state.write_text(json.dumps({"stack": here.as_json()}))
    monkeypatch.setattr(stack, "STATE", state)
    # moto copies whole tables for a transaction, and falls over another thread that writes.
    monkeypatch.setattr(stacks, "WRITERS", 1)
    yield
    os.environ.clear()
    os.environ.update(before)
