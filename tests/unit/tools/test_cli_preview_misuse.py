import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.previews import run_preview
from tests.support.samples import EVENTS

SEQUENCES = EVENTS / "sequences"
COMPANY = SEQUENCES / "company"
PAID = SEQUENCES / "magento-more-back-than-the-goods.json"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "not JSON"),
        ("[]", "`store`"),
        ({"store": "shop"}, "`steps`"),
        ({"store": "shop", "steps": []}, "`steps`"),
        ({"store": "shop", "steps": [{"topic": "orders/paid"}]}, "step 1"),
        ({"store": "shop", "steps": [{"topic": "", "body": {}}]}, "`topic`"),
        ({"store": "shop", "steps": [{"topic": "order", "body": {}, "with": []}]}, "`with`"),
        ({"store": "mars", "steps": [{"topic": "order", "body": {}}]}, "no store 'mars'"),
    ],
)
def test_what_is_no_sequence_is_misuse(tmp_path: Path, content: Any, why: str) -> None:
    file = tmp_path / "sequence.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))

    result = run_preview(file, company=COMPANY, as_json=False)

    assert result.exit_code == 2
    assert why in " ".join(result.stderr.split())


@pytest.mark.parametrize("at", ["tomorrow", "2026-11-11T15:41:10"])
def test_a_moment_that_is_none_is_misuse(at: str) -> None:
    result = run_preview(PAID, company=COMPANY, at=at, as_json=False)

    assert result.exit_code == 2
    assert "--at" in result.stderr


def test_a_folder_that_is_no_company_is_misuse(tmp_path: Path) -> None:
    assert run_preview(PAID, company=tmp_path).exit_code == 2
    assert run_preview(PAID, company=tmp_path / "nowhere").exit_code == 2
    assert run_preview(tmp_path / "none.json", company=COMPANY).exit_code == 2


@pytest.mark.parametrize(
    ("file", "was", "becomes", "why"),
    [
        ("distributors.csv", "cara,bob", "cara,zoe", "zoe, the sponsor of cara"),
        ("skus.csv", "woo,TEA", "mars,TEA", "no store 'mars'"),
        ("stores.yaml", "owner: cara", "owner: zoe", "zoe is nobody in the tree"),
        ("stores.yaml", "plan: plain", "plan: other", "another plan"),
    ],
)
def test_files_that_do_not_fit_each_other_are_named(
    tmp_path: Path, file: str, was: str, becomes: str, why: str
) -> None:
    for source in COMPANY.iterdir():
        text = source.read_text()
        (tmp_path / source.name).write_text(
            text.replace(was, becomes, 1) if source.name == file else text
        )

    result = run_preview(PAID, company=tmp_path, as_json=False)

    assert result.exit_code == 2
    assert file in result.stderr
    assert why in " ".join(result.stderr.split())
