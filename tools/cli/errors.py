"""What can go wrong for a person at the command line, each with its exit code and what to do."""

REFUSED, MISUSED, UNREACHABLE = 1, 2, 3


class Refused(Exception):
    """What was asked for is not there, or is not allowed; the message says what to do."""

    exit_code = REFUSED


class Misused(Refused):
    """The command was given something that it cannot read."""

    exit_code = MISUSED
