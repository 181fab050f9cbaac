from tools.local.object_locks import configuration
from tools.local.template import Scope

SCOPE = Scope("s", "eu-west-1", {}, parameters={"Mode": "COMPLIANCE", "Days": "3650"})


def test_a_lock_is_as_the_stack_was_told_its_days_a_number() -> None:
    retention = {"Mode": {"Ref": "Mode"}, "Days": {"Ref": "Days"}}
    declared = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}

    assert configuration(declared, SCOPE) == {
        "ObjectLockEnabled": "Enabled",
        "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 3650}},
    }
