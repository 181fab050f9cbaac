"""Writes the API's description anew, where people read it and where it is served from:
`python -m tools.openapi`."""

import os
import re

from tools.stack import ENVIRONMENT, ROOT

LAYER = ROOT / "layers/commissions/commissions"
READ_HERE, SERVED = ROOT / "docs/openapi.json", LAYER / "runtime/api/openapi.json"
_NAME = re.compile(r'os\.environ\["(\w+)"\]')


def surroundings() -> dict[str, str]:
    """Modules read their names when they are imported; nothing is asked of any of them here."""
    names = {name for file in LAYER.rglob("*.py") for name in _NAME.findall(file.read_text())}
    return dict.fromkeys(names, "1") | ENVIRONMENT | {"SIGNED_EVENTS": "require"}


def main() -> None:
    os.environ |= surroundings()
    from tools.openapi.document import document, for_machines, for_people

    made = document()
    READ_HERE.write_text(for_people(made))
    SERVED.write_text(for_machines(made))
    print(READ_HERE)  # noqa: T201 - what it is run for


if __name__ == "__main__":
    main()
