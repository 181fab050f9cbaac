"""What is installed is exactly what the locks say, from wherever it comes."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

from tools.local import template
from tools.stack import ROOT

LAYERS = ["layers/dependencies/requirements.txt", "layers/columns/requirements.txt"]
LOCKS = [*(ROOT / layer for layer in LAYERS), *sorted((ROOT / "requirements").glob("*"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
TEMPLATE = template.read((ROOT / "template.yaml").read_text())
VERSION = (ROOT / ".python-version").read_text().strip()


# Brought along so that the runtime's own boto3 never meets our botocore.
A_PAIR = {"boto3"}


def imported() -> set[str]:
    """The packages that the deployed code imports itself."""
    graph = grimp.build_graph(
        "commissions",
        "functions",
        include_external_packages=True,
        exclude_type_checking_imports=True,
    )
    top = {module.partition(".")[0] for module in graph.modules}
    owners = packages_distributions()
    others = top - sys.stdlib_module_names - {"commissions", "functions"}
    return {owner.lower().replace("_", "-") for name in others for owner in owners[name]}


def pins(lock: str) -> dict[str, str]:
    """The exact version of each package in a lock."""
    found = re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: f"{lock.parent.name}/{lock.name}")
def test_a_lock_names_no_host_and_no_index(lock: Path) -> None:
    assert not re.search(r"://|^\s*--(?!hash=sha256:)|@ ", lock.read_text(), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: f"{lock.parent.name}/{lock.name}")
def test_each_package_is_pinned_with_its_hashes(lock: Path) -> None:
    packages = re.split(r"\n(?=\S)", lock.read_text().strip())

    assert [
        package for package in packages if not re.match(r"[a-z0-9-]+==\S+.*--hash", package, re.S)
    ] == []


@pytest.mark.parametrize("package", ["boto3", "botocore"])
def test_our_aws_library_is_the_engines(package: str) -> None:
    locks = ["layers/dependencies/requirements.txt", "requirements/run.txt", "requirements/dev.txt"]

    assert {pins(lock)[package] for lock in locks} == {pins("requirements/engine.txt")[package]}


@pytest.mark.parametrize("lock", ["requirements/run.txt", "requirements/dev.txt"])
def test_what_runs_on_a_desk_is_what_is_deployed(lock: str) -> None:
    assert pins("layers/dependencies/requirements.txt").items() <= pins(lock).items()


def test_what_closes_a_period_on_a_desk_is_what_is_deployed() -> None:
    assert pins("layers/columns/requirements.txt").items() <= pins("requirements/run.txt").items()


def test_what_is_imported_is_deployed() -> None:
    assert imported() <= {package for layer in LAYERS for package in pins(layer)}


def test_what_is_deployed_is_imported() -> None:
    asked_for = {re.split(r"[\[=><]", name)[0] for name in PROJECT["project"]["dependencies"]}

    assert asked_for <= imported() | A_PAIR | {"tzdata"}  # zoneinfo reads it unasked


def test_one_version_of_python_runs_everywhere() -> None:
    layers = [TEMPLATE["Resources"][name]["Properties"] for name in ("Dependencies", "Commissions")]

    assert PROJECT["project"]["requires-python"] == f">={VERSION}"
    assert TEMPLATE["Globals"]["Function"]["Runtime"] == f"python{VERSION}"
    assert [layer["CompatibleRuntimes"] for layer in layers] == [[f"python{VERSION}"]] * 2


@pytest.mark.parametrize("layer", ["columns", "commissions", "dependencies"])
def test_a_layer_is_compiled_by_the_python_that_reads_it(layer: str) -> None:
    named = re.findall(r"3\.\d+", (ROOT / "layers" / layer / "Makefile").read_text())

    assert set(named) == {VERSION}


def test_the_layer_has_the_models_of_all_services_that_are_called() -> None:
    makefile = (ROOT / "layers/dependencies/Makefile").read_text()
    kept = re.search(r"^SERVICES = (.*)$", makefile, re.MULTILINE)
    sources = [*(ROOT / "layers/commissions").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
    called = {
        name for source in sources for name in re.findall(r'client\("(\w+)"', source.read_text())
    }

    assert kept
    assert called <= set(kept[1].split())
