"""Deploys a built template to the engine, straight or through the real `sam deploy`."""

import hashlib
import io
import json
import os
import subprocess
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from tools import stack
from tools.local import object_locks, routes, sign_in, template
from tools.local.engine import Engine
from tools.stack import Stack

SAM = stack.LOCAL / "sam/bin/sam"
SOURCES = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
NEVER_STOOD = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
WAIT_SECONDS = 300
ENGINE = "LocalEngine"
LONG_AGO = (1980, 1, 1, 0, 0, 0)


class NotDeployed(RuntimeError):
    """CloudFormation or SAM refused the stack; the text says which resources and why."""


def deploy(
    engine: Engine,
    built: Path,
    *,
    name: str = "commissions-local",
    parameters: Mapping[str, str] | None = None,
) -> Stack:
    """Makes the stack, or updates it, from the template that `sam build` wrote."""
    document = template.read(built.read_text())
    bucket = f"{name}-artifacts"
    _make_bucket(engine, bucket)
    _upload_sources(engine, bucket, document, built.parent)
    url = _upload(engine, bucket, json.dumps(document).encode(), ".template")
    _apply(engine, name, f"{engine.endpoint}/{url}", _given(engine, document, parameters))
    return complete(engine, name)


def deploy_with_sam(
    engine: Engine,
    built: Path,
    *,
    name: str = "commissions-local",
    parameters: Mapping[str, str] | None = None,
) -> Stack:
    """The same through the real `sam deploy`, as a person would do it to AWS."""
    command = [str(SAM), "deploy", "--template-file", str(built), "--stack-name", name]
    command += ["--resolve-s3", "--region", engine.region, "--capabilities", *CAPABILITIES]
    command += ["--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"]
    if given := _given(engine, template.read(built.read_text()), parameters):
        command += [
            "--parameter-overrides",
            *(f"{key}={value}" for key, value in given.items()),
        ]
    local = stack.LOCAL_CREDENTIALS | {
        "AWS_ENDPOINT_URL": engine.endpoint,
        "SAM_CLI_TELEMETRY": "0",
    }
    seen = {key: value for key, value in os.environ.items() if key not in stack.NOT_LOCAL}
    done = subprocess.run(
        command, env=seen | local, cwd=built.parent, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotDeployed(f"sam deploy said:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return complete(engine, name)


def complete(engine: Engine, name: str) -> Stack:
    """Adds what the engine leaves out of a stack: routes, where people sign in and come back to,
    locks, and reserved concurrency."""
    deployed = Stack.describe(name, endpoint=engine.endpoint, region=engine.region)
    routes.connect(engine, deployed)
    sign_in.connect(engine, deployed)
    object_locks.lock(engine, deployed)
    _reserve_concurrency(engine, deployed)
    return deployed


def _given(
    engine: Engine, document: dict[str, Any], parameters: Mapping[str, str] | None
) -> dict[str, str]:
    """The parameters, and where this engine is, for a template that wants to know."""
    known = ENGINE in document.get("Parameters", {})
    return dict(parameters or {}) | ({ENGINE: engine.endpoint} if known else {})


def _upload_sources(engine: Engine, bucket: str, document: dict[str, Any], folder: Path) -> None:
    for resource in document["Resources"].values():
        kind = SOURCES.get(resource["Type"])
        if kind and (folder / resource["Properties"][kind]).is_dir():
            content = zipped(folder / resource["Properties"][kind])
            resource["Properties"][kind] = f"s3://{_upload(engine, bucket, content, '.zip')}"


def zipped(folder: Path) -> bytes:
    """The folder as an archive that is the same for the same files.

    Stored, not compressed: the engine unpacks it at each cold start, 0.5 s of it inflating.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as inside:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), LONG_AGO)
            entry.external_attr = 0o644 << 16
            inside.writestr(entry, file.read_bytes())
    return archive.getvalue()


def _make_bucket(engine: Engine, bucket: str) -> None:
    s3 = engine.client("s3")
    if bucket not in {known["Name"] for known in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": engine.region}
        )


def _upload(engine: Engine, bucket: str, content: bytes, suffix: str) -> str:
    """Puts the content under its own hash, unless it is there; returns bucket/key."""
    s3 = engine.client("s3")
    key = hashlib.sha256(content).hexdigest() + suffix
    if not s3.list_objects_v2(Bucket=bucket, Prefix=key).get("KeyCount"):
        s3.put_object(Bucket=bucket, Key=key, Body=content)
    return f"{bucket}/{key}"


def _apply(engine: Engine, name: str, url: str, parameters: Mapping[str, str]) -> None:
    cloudformation = engine.client("cloudformation")
    wanted: dict[str, Any] = {
        "StackName": name,
        "TemplateURL": url,
        "Capabilities": CAPABILITIES,
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
    }
    if _status(engine, name) in NEVER_STOOD:
        cloudformation.delete_stack(StackName=name)
        _wait(engine, name, until=("",))
    try:
        if _status(engine, name):
            cloudformation.update_stack(**wanted)
        else:
            cloudformation.create_stack(**wanted)
    except ClientError as error:
        if "No updates" in str(error):
            return
        raise NotDeployed(f"CloudFormation refused the template: {error}") from error
    _wait(engine, name, until=("CREATE_COMPLETE", "UPDATE_COMPLETE"))


def _status(engine: Engine, name: str) -> str:
    try:
        asked = engine.client("cloudformation").describe_stacks(StackName=name)
    except ClientError:
        return ""
    status: str = asked["Stacks"][0]["StackStatus"]
    return "" if status == "DELETE_COMPLETE" else status


def _wait(engine: Engine, name: str, *, until: tuple[str, ...]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while (status := _status(engine, name)).endswith("IN_PROGRESS"):
        if time.monotonic() > deadline:
            raise NotDeployed(f"{name} was still {status} after {WAIT_SECONDS} s")
        time.sleep(0.1)
    if status not in until:
        raise NotDeployed(f"{name} is {status or 'gone'}:\n" + "\n".join(_failures(engine, name)))


def _failures(engine: Engine, name: str) -> list[str]:
    events = engine.client("cloudformation").describe_stack_events(StackName=name)["StackEvents"]
    return [
        f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("FAILED")
    ]


def _reserve_concurrency(engine: Engine, deployed: Stack) -> None:
    functions = engine.client("lambda")
    document = engine.client("cloudformation").get_template(StackName=deployed.name)["TemplateBody"]
    read = document if isinstance(document, dict) else template.read(document)
    for logical, resource in read["Resources"].items():
        reserved = resource.get("Properties", {}).get("ReservedConcurrentExecutions")
        if isinstance(reserved, int) and logical in deployed.resources:
            functions.put_function_concurrency(
                FunctionName=deployed.resources[logical], ReservedConcurrentExecutions=reserved
            )
