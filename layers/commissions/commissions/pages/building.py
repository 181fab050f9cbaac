"""What is made of pages when the layer is built, so that no cold start has to: `python -m
commissions.pages.building FOLDER`, the folder being the copy of this one that is shipped."""

import shutil
import sys
from pathlib import Path

from commissions.pages import catalogues, rendering, text


def build(folder: Path) -> None:
    """Each language's catalogues become one file, and the templates modules of Python."""
    locales = folder / text.LOCALES.name
    for language in text.LANGUAGES:
        (locales / f"{language}.mo").write_bytes(catalogues.compiled(language))
        shutil.rmtree(locales / language)
    rendering.compile_into(folder / rendering.COMPILED.name)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
