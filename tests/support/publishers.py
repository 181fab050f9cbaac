"""Who says what on the bus, as the code has it.

Each module that publishes says in TELLS what, and `bus.publish` holds it to that; a step of the
pipeline in its decorator. What the edge hears is what its platform's dialect makes of a webhook.
"""

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from commissions import events
from tests.contract.test_template import SOURCES, file_of, imported_by
from tests.support.template import ROOT

LAYER = ROOT / "layers/commissions/commissions"
EDGE = "commissions.application.ingest.accept"


def module_of(function: str) -> str:
    return file_of(SOURCES[function]).removesuffix(".py").replace("/", ".")


@cache
def said_by(function: str) -> frozenset[str]:
    """The detail types that a function may put on the bus."""
    modules = imported_by(module_of(function))
    found = {each for module in modules for each in getattr(_imported(module), "TELLS", ())}
    found |= set(_tells_of_step(function))
    if EDGE in modules:
        found &= {each for module in modules for each in _records_made_in(module)}
    return frozenset(events.DETAIL_TYPES[each] for each in found)


@cache
def heard_by(function: str) -> frozenset[str]:
    """The detail types that a step takes from its queue."""
    step = _step(function)
    names = [ast.unparse(each) for each in step.args] if step else []
    namespace = vars(_imported(module_of(function)))
    return frozenset(events.DETAIL_TYPES[namespace[name]] for name in names)


def publishers() -> Iterator[tuple[Path, ast.Call]]:
    """Every call of `bus.publish` in what is deployed."""
    for path in sorted([*LAYER.rglob("*.py"), *(ROOT / "functions").rglob("*.py")]):
        for node in ast.walk(_read(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "bus.publish":
                yield path, node


def made_for(function: str) -> set[str]:
    """The detail types of the records that are made anywhere on a function's way."""
    modules = imported_by(module_of(function))
    made = {each for module in modules for each in _records_made_in(module)}
    made |= {each for module in modules for each in _made_by_kind(module)}
    return {events.DETAIL_TYPES[each] for each in made}


def stated(function: str) -> set[str]:
    """What a step's decorator says it leads to."""
    return {events.DETAIL_TYPES[each] for each in _tells_of_step(function)}


def _tells_of_step(function: str) -> tuple[type[Any], ...]:
    step = _step(function)
    if step is None:
        return ()
    [tells] = [each.value for each in step.keywords if each.arg == "tells"]
    namespace = vars(_imported(module_of(function)))
    return tuple(eval(ast.unparse(tells), namespace))  # noqa: S307 - our own source


def _step(function: str) -> ast.Call | None:
    """The call of `consumer` that decorates a function's handler."""
    for node in ast.walk(_read(ROOT / file_of(SOURCES[function]))):
        for each in getattr(node, "decorator_list", ()):
            if isinstance(each, ast.Call) and ast.unparse(each.func) == "consumer":
                return each
    return None


@cache
def _records_made_in(module: str) -> frozenset[type[Any]]:
    calls = (node.func for node in _nodes(module) if isinstance(node, ast.Call))
    return _records({node.id for node in calls if isinstance(node, ast.Name)})


@cache
def _made_by_kind(module: str) -> frozenset[type[Any]]:
    """Those that stand first in pairs which a loop goes through: `for kind, … in ((X, …), …)`."""
    loops = (node.iter for node in _nodes(module) if isinstance(node, ast.For))
    pairs = (pair for each in loops if isinstance(each, ast.Tuple) for pair in each.elts)
    firsts = (pair.elts[0] for pair in pairs if isinstance(pair, ast.Tuple) and pair.elts)
    return _records({first.id for first in firsts if isinstance(first, ast.Name)})


def _records(names: set[str]) -> frozenset[type[Any]]:
    by_name = {each.__name__: each for each in events.DETAIL_TYPES}
    return frozenset(by_name[name] for name in names & by_name.keys())


def _nodes(module: str) -> Iterator[ast.AST]:
    source = _imported(module).__file__
    return ast.walk(_read(Path(source))) if source else iter(())  # a folder of functions has none


@cache
def _read(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _imported(module: str) -> Any:
    return importlib.import_module(module)
