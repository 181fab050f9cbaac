"""template.yaml as the tests read it: as it is written, and as SAM hands it to CloudFormation."""

import copy
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

from tools.local.template import read

ROOT = Path(__file__).parents[2]
SOURCES = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
Properties = dict[str, Any]


@cache
def written() -> dict[str, Any]:
    """The template with its short forms written out: `!Ref x` is `{"Ref": "x"}`."""
    return read((ROOT / "template.yaml").read_text())


@cache
def transformed() -> dict[str, Any]:
    """What CloudFormation gets: no SAM types, and the globals in each function."""
    source = copy.deepcopy(written())
    for resource in source["Resources"].values():
        if kind := SOURCES.get(resource["Type"]):
            resource["Properties"][kind] = "s3://built/elsewhere.zip"
    result: dict[str, Any] = transform(source, {}, SimpleNamespace(load=dict))
    return result


def of_type(kind: str) -> dict[str, Properties]:
    """The properties of every resource of a type, by its name in the template."""
    template = written() if kind.startswith("AWS::Serverless::") else transformed()
    return {
        name: resource.get("Properties", {})
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def resource(name: str) -> dict[str, Any]:
    found: dict[str, Any] = transformed()["Resources"][name]
    return found


def named(value: Any) -> set[str]:
    """The resources and parameters that a value refers to, however deep inside."""
    if isinstance(value, list):
        return {name for item in value for name in named(item)}
    if not isinstance(value, dict):
        return set()
    match value:
        case {"Ref": name}:
            return {name}
        case {"Fn::GetAtt": [name, _]}:
            return {name}
        case {"Fn::Sub": str(text)}:
            return {name.split(".")[0] for name in re.findall(r"\$\{([^}!]+)\}", text)}
    return named(list(value.values()))


def as_list(value: Any) -> list[Any]:
    """CloudFormation takes one thing where it takes many."""
    return value if isinstance(value, list) else [value]
