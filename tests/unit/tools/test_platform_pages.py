"""The entry of `stores.yaml` on each platform's page: it loads, and lacks no field of a store."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from commissions.domain.stores.store import Store
from tests.conftest import ROOT
from tests.unit.tools import quoted
from tools import company
from tools.company import order_marks, stores
from tools.company.platforms import ASKED_AT, CHANNELS, DOMAINS, carriers_of

PLATFORMS = tuple(quoted.PLATFORM_PAGES)
DOMAIN_OF = {
    "shopify": "a.myshopify.com",
    "woocommerce": "a.example",
    "bigcommerce": "abc123",
}
SAMPLES: dict[str, Any] = {
    "domain": "a.example",
    "api_url": "https://a.example",
    "channel": "mageos",
    "channel_id": 1,
    "client_ids": ["abc-1"],
    "paid_when": ["10/pending"],
    "owner": "ann",
    "owner_since": "2026-01-01T00:00:00Z",
    "owner_registered_at": "2026-01-01T00:00:00Z",
    "carriers": [],
    "silent_hours": 48,
    "policies": {"no_referrer": "park"},
    "renewal_tags": ["Renewal"],
    "contract_attributes": ["contract"],
    "exchange_prefix": "EXC-",
    "exchange_credit": ["Credit"],
    "split_names": "#{order}-{number}",
    "recreated_names": "#{order}{letter}",
    "renewal_sources": ["Recharge"],
}
"""A value of each field that not every store has."""


def read(folder: Path, text: str) -> tuple[Store, ...]:
    (folder / stores.FILE).write_text(text)
    found = company.read(folder).stores
    assert found
    return found.stores


def entry_of(platform: str) -> dict[str, Any]:
    """As little as a store of the platform has to say."""
    entry = {"platform": platform, "mode": "retail_channel", "currency": "USD", "plan": "demo"}
    more = {
        "domain": DOMAIN_OF[platform] if platform in DOMAINS else None,
        "api_url": SAMPLES["api_url"] if platform in ASKED_AT else None,
        "channel": "mageos" if platform == "magento" else None,
    }
    return entry | {name: value for name, value in more.items() if value}


def is_taken(folder: Path, platform: str, field: str) -> bool:
    """Whether a store of the platform may say it."""
    entry = entry_of(platform)
    if field == "domain":
        entry |= {"domain": DOMAIN_OF.get(platform, "a.example")}
    else:
        entry |= {field: SAMPLES[field]}
    if field.startswith("owner"):
        entry |= {"mode": "replicated_site", "owner": "ann"}
    if field == "client_ids":
        entry |= {"channel": "adobe"}
    try:
        read(folder, yaml.safe_dump({"stores": {"tea": entry}}))
    except company.Refused:
        return False
    return True


def test_the_samples_are_of_all_fields() -> None:
    assert {*stores.OPTIONAL.split(), *order_marks.PLATFORM_OF} == set(SAMPLES)


@pytest.mark.parametrize("field", SAMPLES)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_field_that_a_store_may_have_is_on_its_platforms_page(
    platform: str, field: str, tmp_path: Path
) -> None:
    page = quoted.PLATFORM_PAGES[platform].read_text()

    if is_taken(tmp_path, platform, field):
        assert re.search(rf"`{field}[`:]|^ +{field}:", page, re.M)
    else:
        assert not re.search(rf"^ +{field}:", page, re.M)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_entry_of_a_page_loads_as_it_stands(platform: str, tmp_path: Path) -> None:
    first = quoted.yaml_blocks(quoted.PLATFORM_PAGES[platform])[0]
    [store] = read(tmp_path, first)

    assert store.platform == platform
    assert store.carriers == carriers_of(platform), "what is usual, so that each name is shown"
    assert (store.silent_hours, store.policies.no_referrer) == (48, "park")


def test_the_marks_of_shopify_are_shown_as_they_are_read(tmp_path: Path) -> None:
    [marks] = quoted.yaml_blocks(quoted.PLATFORM_PAGES["shopify"])[1:]
    stated = next(iter(yaml.safe_load(marks).values()))
    entry = entry_of("shopify") | stated
    of_shopify = [name for name, of in order_marks.PLATFORM_OF.items() if of == "shopify"]

    assert sorted(stated) == sorted(of_shopify)
    assert read(tmp_path, yaml.safe_dump({"stores": {"tea": entry}}))


def test_the_common_fields_are_told_once_for_all() -> None:
    page = (ROOT / "docs/platforms/README.md").read_text()
    common = [field for field in stores.OPTIONAL.split() if field.startswith("owner")]
    rows = "\n".join(line for line in page.splitlines() if line.startswith("| "))

    names = ["platform", "mode", "currency", "plan", "carriers", "paid_when", "silent_hours"]
    assert [name for name in [*names, "policies", *common] if f"`{name}`" not in rows] == []


def test_all_channels_of_magento_have_their_steps() -> None:
    page = quoted.PLATFORM_PAGES["magento"].read_text()

    assert [each for each in CHANNELS if f"#### `{each}`" not in page] == []
