"""Writes the gallery into .local/pages/: `python -m tools.pages`, then open the file it names."""

from tools.pages.gallery import write
from tools.stack import LOCAL

if __name__ == "__main__":
    print(write(LOCAL / "pages"))  # noqa: T201 - what it is run for
