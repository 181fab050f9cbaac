"""One word, one meaning: no two classes of the layer bear one name."""

import ast
from collections import defaultdict
from pathlib import Path

LAYER = Path(__file__).parents[2] / "layers/commissions/commissions"


def _classes() -> dict[str, list[str]]:
    """By name, without the underscore of private ones, the modules of the layer that have one."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(LAYER.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef):
                found[node.name.strip("_")].append(file.relative_to(LAYER).as_posix())
    return found


def test_no_two_classes_of_the_layer_bear_one_name() -> None:
    shared = {name: files for name, files in _classes().items() if len(files) > 1}

    assert shared == {}
