"""People with the rights of the stack's policies for them, at the command line and by hand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import botocore.session

from tests.journey.workers import COMMAND, Helper, surroundings
from tools.stack import Stack

ROLES = {
    "auditor": ("Auditor",),
    "operator": ("Auditor", "Operator"),
    "refolder": ("Auditor", "Operator", "Refolder"),
    "loader": ("Loader",),
}
"""By what they are there for, the policies that their role has: as docs/security.md says."""
_SESSION = botocore.session.get_session()
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}


@dataclass(frozen=True)
class Person:
    """A session of a role that has some of the stack's policies, and no other right."""

    stack: Stack
    credentials: dict[str, str]

    def client(self, service: str) -> Any:
        return _SESSION.create_client(
            service,
            endpoint_url=self.stack.endpoint,
            region_name=self.stack.region,
            aws_access_key_id=self.credentials["AccessKeyId"],
            aws_secret_access_key=self.credentials["SecretAccessKey"],
            aws_session_token=self.credentials["SessionToken"],
        )

    def environment(self) -> dict[str, str]:
        """As a person has it who works on AWS: credentials, a region, and nothing of a stack."""
        return {
            "AWS_ACCESS_KEY_ID": self.credentials["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": self.credentials["SecretAccessKey"],
            "AWS_SESSION_TOKEN": self.credentials["SessionToken"],
            "AWS_DEFAULT_REGION": self.stack.region,
            "AWS_ENDPOINT_URL": self.stack.endpoint,
        }


def person(stack: Stack, does: str) -> Person:
    """Somebody of one of the roles."""
    iam, name = stack.client("iam"), f"{stack.name}-{does}"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(_TRUST))["Role"]
    for policy in ROLES[does]:
        iam.attach_role_policy(RoleName=name, PolicyArn=stack.resources[policy])
    given = stack.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="mara")
    return Person(stack, given["Credentials"])


@contextmanager
def at_the_command_line(who: Person, log: IO[bytes]) -> Iterator[Helper]:
    """Their commands, which find the stack by its name, as one on AWS."""
    desk = Helper(COMMAND, surroundings() | who.environment(), log)
    try:
        yield desk
    finally:
        desk.leave()
