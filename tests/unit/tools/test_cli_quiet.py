"""What a command prints is its answer, and no log of what it called."""

import subprocess
import sys

from tests.conftest import ROOT

LOGGER = "commissions.aws.telemetry"
"""Is as loud as the environment says at its first import, which a command sets once it knows its
stack."""


def test_the_logger_is_made_after_a_command_has_chosen_its_stack() -> None:
    code = f"import sys, tools.cli.main; print({LOGGER!r} in sys.modules)"
    ran = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "False"
