"""Reaching a stack: its tables, queues and route, the same way on AWS and on this machine."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from tools.cli import recorded
from tools.cli.operator import LOCAL as LOCAL

if TYPE_CHECKING:
    from tools.stack import Stack

_QUIET = {
    "POWERTOOLS_SERVICE_NAME": "commissions-cli",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    "POWERTOOLS_METRICS_NAMESPACE": "Commissions",
    "POWERTOOLS_METRICS_DISABLED": "true",
}

StackName = Annotated[
    str,
    typer.Option("--stack", help="local, or the name of a CloudFormation stack on AWS."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]


def select_stack(name: str) -> "Stack":
    """Finds a stack and makes its tables importable: they read their names from the environment."""
    from tools.stack import Stack

    if region := os.environ.get("AWS_REGION"):  # which boto3 does not look at
        os.environ.setdefault("AWS_DEFAULT_REGION", region)
    stack = Stack.find(name)
    enter(stack)
    recorded.begin(name)
    return stack


def enter(stack: "Stack") -> None:
    """Makes this process one of the stack's, but a quiet one: what it prints is the answer."""
    os.environ.update(_QUIET)
    stack.enter()
