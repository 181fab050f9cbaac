"""A deployed stack, on AWS or on this machine: where the parts of template.yaml are."""

import json
import os
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

ROOT = Path(__file__).resolve().parents[1]
LOCAL = ROOT / ".local"
STATE = LOCAL / "stack.json"

# The names under which our functions find a resource, and the resource's name in the template.
ENVIRONMENT = {
    "INBOX_TABLE": "InboxTable",
    "FACTS_TABLE": "FactsTable",
    "HEADS_TABLE": "HeadsTable",
    "JOURNAL_TABLE": "JournalTable",
    "STATEMENTS_TABLE": "StatementsTable",
    "BALANCES_TABLE": "BalancesTable",
    "PARKED_TABLE": "ParkedTable",
    "SKUS_TABLE": "SkusTable",
    "MEMBERS_TABLE": "MembersTable",
    "GENEALOGY_TABLE": "GenealogyTable",
    "PLACEMENTS_TABLE": "PlacementsTable",
    "ATTRIBUTION_HISTORY_TABLE": "AttributionHistoryTable",
    "STORES_TABLE": "StoresTable",
    "PLANS_TABLE": "PlansTable",
    "RATES_TABLE": "RatesTable",
    "IDEMPOTENCY_TABLE": "IdempotencyTable",
    "PROGRESS_TABLE": "ProgressTable",
    "CATALOGUE_TABLE": "CatalogueTable",
    "PRIVACY_TABLE": "PrivacyTable",
    "ACTIONS_TABLE": "ActionsTable",
    "AUDIT_LOG_TABLE": "AuditLogTable",
    "PERIODS_TABLE": "PeriodsTable",
    "PAYOUTS_TABLE": "PayoutsTable",
    "SESSIONS_TABLE": "SessionsTable",
    "ACCOUNTS_TABLE": "AccountsTable",
    "PAYOUTS_BUCKET": "PayoutsBucket",
    "PERIODS_BUCKET": "PeriodsBucket",
    "PERIOD_CLOSE": "PeriodClose",
    "PERIOD_POSTING": "PeriodPosting",
    "USER_POOL": "UserPool",
    "EVENT_BUS": "Bus",
    "EVENT_KEY": "EventKey",
    "CLAIMS_BUCKET": "ClaimsBucket",
    "QUARANTINE_BUCKET": "QuarantineBucket",
    "REPORTS_BUCKET": "ReportsBucket",
    "JOURNAL_HASHES_BUCKET": "JournalHashesBucket",
    "POLL_QUEUE_URL": "PollQueue",
    "CARRY_OUT": "CarryOut",
    "RECONCILE": "Reconcile",
    "PAY_OUT": "PayOut",
    "WAREHOUSE_BUCKET": "WarehouseBucket",
    "EXPORTS_BUCKET": "ExportsBucket",
    "WAREHOUSE_KEY": "WarehouseKey",
    "TEAMS_BUCKET": "TeamsBucket",
    "TEAM_SNAPSHOTS": "TeamSnapshots",
}

TWO_PEOPLE = (
    "plan.publish, order.decide, release.accept, ledger.refold, customers.move, customers.import, "
    "period.post, payout.approve, payout.write_off, account.roles, member.code"
)
"""What needs a second person where a stack does not say: as in the template."""

LOCAL_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
# With a profile or a session's token left in place, a local run could reach for a real account.
NOT_LOCAL = ("AWS_PROFILE", "AWS_SESSION_TOKEN")

_CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 3}, max_pool_connections=32)
_PATIENT = Config(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=930)
"""For a call that a function takes its whole time for, and that is not to be made twice."""


class NoStack(LookupError):
    """No stack of that name can be reached; the text says how to get one."""


@dataclass(frozen=True)
class Stack:
    name: str
    region: str
    api_url: str
    endpoint: str = ""
    resources: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)

    @classmethod
    def find(cls, name: str) -> Self:
        """`local` is the stack that `commissions up` keeps; any other name is one on AWS."""
        if name != "local":
            return cls.describe(name)
        try:
            return cls(**json.loads(STATE.read_text())["stack"])
        except FileNotFoundError:
            raise NoStack(
                "No stack runs on this machine: start one with `commissions up`."
            ) from None

    @classmethod
    def describe(cls, name: str, *, endpoint: str = "", region: str = "") -> Self:
        """Asks CloudFormation what stands under the names of the template."""
        try:
            cloudformation = client("cloudformation", endpoint=endpoint, region=region)
            described = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        except (BotoCoreError, ClientError) as error:
            raise NoStack(f"The stack {name} cannot be reached: {error}") from error
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
        resources = {
            resource["LogicalResourceId"]: resource.get("PhysicalResourceId", "")
            for page in pages
            for resource in page["StackResourceSummaries"]
        }
        outputs = _pairs(described.get("Outputs", []), "Output")
        return cls(
            name=described["StackName"],
            region=cloudformation.meta.region_name,
            api_url=_local_api(endpoint, resources) or _edge_or_api(outputs),
            endpoint=endpoint,
            resources=resources,
            outputs=outputs,
            parameters=_pairs(described.get("Parameters", []), "Parameter"),
        )

    @property
    def pages_url(self) -> str:
        """Where people sign in to the pages; here under a name that browsers know to be this
        machine, as cookies are each host's own."""
        if not self.endpoint:
            return self.outputs.get("PagesUrl", "")
        api = self.resources.get("Api", "")
        port = self.endpoint.rpartition(":")[2]
        return f"http://{api}.execute-api.localhost:{port}/" if api else ""

    def environment(self) -> dict[str, str]:
        """What our code reads from its environment, to run here as if it ran in this stack."""
        names = {
            name: self.resources[logical]
            for name, logical in ENVIRONMENT.items()
            if logical in self.resources
        }
        names["SECRETS_PREFIX"] = f"{self.name}/stores/"
        names["FORMER_SECRETS_PREFIX"] = self._former_secrets()
        names["PRIVATE_STORES"] = self.parameters.get("PrivateStores", "")
        names["CIRCUIT_PAUSE_SECONDS"] = self.parameters.get("CircuitPauseSeconds", "30")
        names["SIGNED_EVENTS"] = self.parameters.get("SignedEvents", "off")
        is_local = self.parameters.get("Stage") == "local"
        names["EXPORTED_BY"] = "scan" if is_local else "point_in_time"
        names["TWO_PEOPLE"] = self.parameters.get("TwoPeople", TWO_PEOPLE)
        names["FREEZE_KNOWN_SECONDS"] = "1" if self.endpoint else "30"
        names["EXPORT_SETTLES_SECONDS"] = "4" if self.endpoint else "120"
        names["AWS_DEFAULT_REGION"] = self.region
        return names | (
            LOCAL_CREDENTIALS | {"AWS_ENDPOINT_URL": self.endpoint} if self.endpoint else {}
        )

    def _former_secrets(self) -> str:
        """As in the template: where a store's secrets lay before, while they are looked for."""
        stage = self.parameters["Stage"]
        reads = stage != "local" and self.parameters.get("ReadFormerSecrets", "true") == "true"
        return f"commissions/{stage}/stores/" if reads else ""

    def enter(self) -> None:
        """Makes this process one of the stack's; call it before importing a table's module."""
        if self.endpoint:
            for name in NOT_LOCAL:
                os.environ.pop(name, None)
        os.environ.update(self.environment())

    def client(self, service: str, *, patient: bool = False) -> Any:
        return client(service, endpoint=self.endpoint, region=self.region, patient=patient)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@cache
def client(service: str, *, endpoint: str = "", region: str = "", patient: bool = False) -> Any:
    """A client of AWS, or of the engine at `endpoint`."""
    where: dict[str, str] = {"region_name": region} if region else {}
    if endpoint:
        where["endpoint_url"] = endpoint
        where["aws_access_key_id"] = LOCAL_CREDENTIALS["AWS_ACCESS_KEY_ID"]
        where["aws_secret_access_key"] = LOCAL_CREDENTIALS["AWS_SECRET_ACCESS_KEY"]
    config = _PATIENT if patient else _CONFIG
    return _session().create_client(service, config=config, **where)


@cache
def _session() -> Any:
    return botocore.session.get_session()


def _local_api(endpoint: str, resources: dict[str, str]) -> str:
    api = resources.get("Api", "")
    return f"{endpoint}/_aws/execute-api/{api}/$default" if endpoint and api else ""


def _edge_or_api(outputs: dict[str, str]) -> str:
    """Where stores send: to what stands in front of the API, if anything does."""
    return (outputs.get("EdgeUrl") or outputs.get("ApiUrl", "")).rstrip("/")


def _pairs(items: list[dict[str, str]], kind: str) -> dict[str, str]:
    return {item[f"{kind}Key"]: item[f"{kind}Value"] for item in items}
