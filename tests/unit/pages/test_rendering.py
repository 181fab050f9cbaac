"""Templates: shipped with the code, strict about what they are given, loaded only where needed."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from commissions.pages import rendering
from tools.stack import ROOT

FOLDER = Path(str(files("commissions.pages"))) / "templates"
TEMPLATES = [
    each.relative_to(FOLDER).as_posix()
    for each in sorted(FOLDER.rglob("*.*"))
    if not each.name.startswith("_")  # a part of others, which needs nothing by itself
]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_that_lacks_a_value_is_refused(name: str) -> None:
    with pytest.raises(UndefinedError):
        rendering.render_template(name)


def test_the_layer_takes_templates_along() -> None:
    makefile = (ROOT / "layers/commissions/Makefile").read_text()

    assert "reconciliation.html" in TEMPLATES
    assert 'cp -R commissions "$(LIBRARIES)/commissions"' in makefile


def test_who_renders_nothing_loads_no_template_engine() -> None:
    code = "import sys, functions.care.reconcile; print('jinja2' in sys.modules)"
    ran = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "False"
