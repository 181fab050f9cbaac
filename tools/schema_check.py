"""Whether GraphQL operations fit a schema: what of them it does not have, and what it will not have
for long. Read by graphql-core, which only the command line has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_client_schema,
    get_named_type,
    parse,
    type_from_ast,
    validate,
    visit,
)
from graphql.execution.values import get_variable_values

from commissions.clients.abilities import ApiSchema, AskedOperation

BREAKS, DEPRECATED = "breaks", "deprecated"


class UnreadableSchema(ValueError):
    """What the store told of its schema is none."""


@dataclass(frozen=True, slots=True)
class SchemaFinding:
    kind: str
    """BREAKS: the store refuses the operations, or will; DEPRECATED: a later version may."""
    says: str
    """Which field, argument or value it is."""
    operations: tuple[str, ...]
    """The names of those that ask for it."""


def check(found: ApiSchema) -> tuple[SchemaFinding, ...]:
    """What is wrong, each once, with all the operations that it is wrong with. Raises
    UnreadableSchema."""
    schema = _schema(found.introspection)
    asked_by: dict[tuple[str, str], list[str]] = {}
    for operation in found.operations:
        for kind, says in _findings(schema, operation):
            names = asked_by.setdefault((kind, says), [])
            if operation.name not in names:
                names.append(operation.name)
    return tuple(SchemaFinding(*key, tuple(names)) for key, names in sorted(asked_by.items()))


def _schema(introspection: Mapping[str, Any]) -> GraphQLSchema:
    try:
        # Shopify's own schema does not keep to all rules for schemas, which is nothing to us.
        return build_client_schema(dict(introspection), assume_valid=True)  # type: ignore[arg-type]
    except (GraphQLError, TypeError, ValueError, LookupError) as error:
        raise UnreadableSchema(f"What the store tells of its schema is none: {error}") from error


def _findings(schema: GraphQLSchema, operation: AskedOperation) -> Iterator[tuple[str, str]]:
    document = parse(operation.text)
    broken = validate(schema, document)
    broken = [*broken, *([] if broken else _refused_values(schema, document, operation.variables))]
    # What was sent says nothing more, and is long.
    yield from ((BREAKS, each.message.partition(", found: ")[0]) for each in broken)
    if not broken:
        types = TypeInfo(schema)
        outdated = _Outdated(types)
        visit(document, TypeInfoVisitor(types, outdated))
        found = [*outdated.found, *_outdated_values(schema, document, operation.variables)]
        yield from ((DEPRECATED, says) for says in found)


class _Outdated(Visitor):
    """Finds what is deprecated of a document's fields and arguments. (graphql-core's own rule for
    it cannot read a schema that was told by its server.)"""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._types = types
        self.found: list[str] = []

    def enter_field(self, *_: Any) -> None:
        if (known := self._types.get_field_def()) and (reason := known.deprecation_reason):
            self.found.append(f"The field {self._field()} is deprecated. {reason}")

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        if (known := self._types.get_argument()) and (reason := known.deprecation_reason):
            argument = f"{self._field()}({node.name.value}:)"
            self.found.append(f"The argument {argument} is deprecated. {reason}")

    def enter_enum_value(self, *_: Any) -> None:
        if (known := self._types.get_enum_value()) and (reason := known.deprecation_reason):
            kind = get_named_type(self._types.get_input_type())
            self.found.append(f"The enum value {kind}.{known.value} is deprecated. {reason}")

    def _field(self) -> str:
        field = self._types.get_field_def()
        owner = self._types.get_parent_type()
        names = [name for name, each in getattr(owner, "fields", {}).items() if each is field]
        return f"{owner}.{names[0] if names else '?'}"


def _refused_values(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
) -> Sequence[GraphQLError]:
    """What is wrong with the values of an operation that is fine by itself."""
    defined = _definition(document).variable_definitions or ()
    values = get_variable_values(schema, defined, dict(variables))
    return values if isinstance(values, list) else []


def _outdated_values(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
) -> Iterator[str]:
    for each in _definition(document).variable_definitions or ():
        name = each.variable.name.value
        if name in variables:
            kind = type_from_ast(schema, each.type)
            yield from _outdated(kind, variables[name])


def _outdated(kind: Any, value: Any) -> Iterator[str]:
    """Whatever of a value is deprecated: fields of input objects, values of enums."""
    match kind:
        case GraphQLNonNull():
            yield from _outdated(kind.of_type, value)
        case GraphQLList():
            for each in value if isinstance(value, list) else [value]:
                yield from _outdated(kind.of_type, each)
        case GraphQLEnumType() if reason := kind.values[value].deprecation_reason:
            yield f"The enum value {kind}.{value} is deprecated. {reason}"
        case GraphQLInputObjectType():
            yield from _outdated_fields(kind, value)


def _outdated_fields(kind: GraphQLInputObjectType, value: Mapping[str, Any]) -> Iterable[str]:
    for name, each in value.items():
        if reason := kind.fields[name].deprecation_reason:
            yield f"The input field {kind.name}.{name} is deprecated. {reason}"
        yield from _outdated(kind.fields[name].type, each)


def _definition(document: DocumentNode) -> OperationDefinitionNode:
    [found] = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    return found
