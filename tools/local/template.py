"""CloudFormation's template as plain values: its tags read, its references followed."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

ACCOUNT = "000000000000"

# Only what a template says of its APIs is followed here; the engine follows all the rest itself.
ATTRIBUTES = {
    ("AWS::Lambda::Function", "Arn"): "arn:aws:lambda:{region}:{account}:function:{id}",
    ("AWS::Cognito::UserPool", "Arn"): "arn:aws:cognito-idp:{region}:{account}:userpool/{id}",
}


class Unresolved(LookupError):
    """A reference to something that the stack does not have, or of a kind not followed here."""


class _Tagged(yaml.SafeLoader):
    """Reads `!Ref x` as `{"Ref": "x"}`, and the other short forms likewise."""


def _long_form(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


_Tagged.add_multi_constructor("!", _long_form)


def read(text: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(text, _Tagged)  # noqa: S506
    return document


@dataclass(frozen=True)
class Scope:
    """What the names in a template stand for, once it is deployed."""

    stack: str
    region: str
    resources: dict[str, str]
    types: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)

    def resolve(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(name, argument)] = value.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self._call(name, argument)
        return {key: self.resolve(item) for key, item in value.items()}

    def _call(self, name: str, argument: Any) -> Any:
        match name:
            case "Ref":
                return self._ref(argument)
            case "Fn::GetAtt":
                logical, attribute = argument
                return self._attribute(logical, attribute)
            case "Fn::Sub":
                return self._sub(argument)
            case "Fn::Join":
                separator, parts = argument
                return separator.join(self.resolve(parts))
            case _:
                raise Unresolved(f"{name} is not followed here: {argument!r}")

    def _ref(self, name: str) -> str:
        pseudo = {
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::Region": self.region,
            "AWS::StackName": self.stack,
            "AWS::URLSuffix": "amazonaws.com",
        }
        for known in (pseudo, self.parameters, self.resources):
            if name in known:
                return known[name]
        raise Unresolved(f"{self.stack} has no {name}")

    def _attribute(self, logical: str, attribute: str) -> str:
        pattern = ATTRIBUTES.get((self.types.get(logical, ""), attribute))
        if pattern is None:
            raise Unresolved(f"{logical}.{attribute} is not followed here")
        return pattern.format(region=self.region, account=ACCOUNT, id=self._ref(logical))

    def _sub(self, argument: Any) -> str:
        text, given = argument if isinstance(argument, list) else (argument, {})

        def replaced(match: re.Match[str]) -> str:
            name = match[1]
            if name.startswith("!"):
                return f"${{{name[1:]}}}"
            if name in given:
                return str(self.resolve(given[name]))
            logical, dot, attribute = name.partition(".")
            return self._attribute(logical, attribute) if dot else self._ref(name)

        return re.sub(r"\$\{([^}]+)\}", replaced, text)
