"""The buckets' Object Locks: the engine knows them, and leaves them out of a stack it makes."""

from typing import Any

from tools.local import template
from tools.local.engine import Engine
from tools.local.template import Scope
from tools.stack import Stack

LOCKED = "ObjectLockConfiguration"


def lock(engine: Engine, stack: Stack) -> None:
    """Locks what is put into each such bucket from now on, as its template says."""
    asked = engine.client("cloudformation").get_template(StackName=stack.name)["TemplateBody"]
    document = asked if isinstance(asked, dict) else template.read(asked)
    scope = Scope(stack.name, stack.region, stack.resources, parameters=stack.parameters)
    for logical, resource in document["Resources"].items():
        if declared := resource.get("Properties", {}).get(LOCKED):
            engine.client("s3").put_object_lock_configuration(
                Bucket=stack.resources[logical],
                ObjectLockConfiguration=configuration(declared, scope),
            )


def configuration(declared: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """As S3 takes it, where a template's numbers are texts."""
    resolved: dict[str, Any] = scope.resolve(declared)
    retention = resolved["Rule"]["DefaultRetention"]
    counted = {unit: int(retention[unit]) for unit in ("Days", "Years") if unit in retention}
    return resolved | {"Rule": {"DefaultRetention": retention | counted}}
