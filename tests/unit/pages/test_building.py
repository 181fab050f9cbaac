"""What the built layer has of pages: the same words and templates, made beforehand."""

import shutil
from pathlib import Path

import pytest

from commissions.pages import building, rendering, text
from tools.pages import gallery

PAGES = Path(building.__file__).parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layer") / "pages"
    shutil.copytree(PAGES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    building.build(folder)
    return folder


def test_the_built_layer_says_the_same(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LOCALES", built / "locales")

    german = text.catalogue.__wrapped__("de")

    assert german.gettext("common.close") == "Schließen"
    assert german.ngettext("format.days", "format.days", 3) == "{count} Tage"
    assert sorted(each.name for each in (built / "locales").iterdir()) == ["de.mo", "en.mo"]


def test_the_built_layer_shows_the_same(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = gallery.rendered("components", "de")
    monkeypatch.setattr(rendering, "COMPILED", built / "compiled")
    monkeypatch.setattr(rendering, "_environment", rendering._environment.__wrapped__)

    assert rendering.template("frame.html").filename.endswith(".py")  # type: ignore[union-attr]
    assert gallery.rendered("components", "de") == before
