import pytest

from tools.local.template import Scope, Unresolved, read

SCOPE = Scope(
    stack="shop",
    region="eu-west-1",
    resources={"Earn": "shop-Earn-1A2B", "Queue": "http://localhost/queue"},
    types={"Earn": "AWS::Lambda::Function", "Queue": "AWS::SQS::Queue"},
    parameters={"Stage": "local"},
)


def test_short_forms_are_read_as_what_they_stand_for() -> None:
    text = "{a: !Ref Bus, b: !GetAtt Queue.Arn, c: !Sub 'x-${Stage}', d: !Join [-, [a, !Ref b]]}"

    assert read(text) == {
        "a": {"Ref": "Bus"},
        "b": {"Fn::GetAtt": ["Queue", "Arn"]},
        "c": {"Fn::Sub": "x-${Stage}"},
        "d": {"Fn::Join": ["-", ["a", {"Ref": "b"}]]},
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Earn", "shop-Earn-1A2B"),
        ("Stage", "local"),
        ("AWS::Region", "eu-west-1"),
        ("AWS::StackName", "shop"),
    ],
)
def test_a_name_is_a_resource_a_parameter_or_the_stacks_own(name: str, value: str) -> None:
    assert SCOPE.resolve({"Ref": name}) == value


def test_a_functions_arn_is_made_of_its_name() -> None:
    arn = SCOPE.resolve({"Fn::GetAtt": ["Earn", "Arn"]})

    assert arn == "arn:aws:lambda:eu-west-1:000000000000:function:shop-Earn-1A2B"


def test_a_text_takes_in_names_attributes_and_its_own_values() -> None:
    text = "${Stage}/${Earn.Arn}/${own}/${!kept}"

    assert SCOPE.resolve({"Fn::Sub": [text, {"own": {"Ref": "AWS::Partition"}}]}) == (
        "local/arn:aws:lambda:eu-west-1:000000000000:function:shop-Earn-1A2B/aws/${kept}"
    )


def test_references_are_followed_at_any_depth() -> None:
    nested = {"list": [{"Fn::Join": ["-", ["a", {"Ref": "Stage"}]]}], "number": 3}

    assert SCOPE.resolve(nested) == {"list": ["a-local"], "number": 3}


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Nobody"},
        {"Fn::Sub": "${Nobody}"},
        {"Fn::GetAtt": ["Queue", "QueueName"]},
        {"Fn::ImportValue": "elsewhere"},
    ],
)
def test_what_cannot_be_followed_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(Unresolved):
        SCOPE.resolve(value)
