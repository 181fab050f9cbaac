"""The `commissions` command for a stack that a file describes: `command FILE COMMAND …`."""

import sys
from pathlib import Path

from tools import stack
from tools.cli.main import app

if __name__ == "__main__":
    stack.STATE = Path(sys.argv.pop(1))
    app(prog_name="commissions")
