from commissions.application.queries.stack_parts import logical_ids

QUEUES = "https://sqs.eu-west-1.amazonaws.com/123456789012/"


def test_a_part_is_found_by_its_name_in_the_template() -> None:
    names = [f"{QUEUES}tea-MapSkusQueue-1A2B", "tea-EarnDeadLettersAlarm-9Z"]

    assert logical_ids("tea", names) == {
        "MapSkusQueue": f"{QUEUES}tea-MapSkusQueue-1A2B",
        "EarnDeadLettersAlarm": "tea-EarnDeadLettersAlarm-9Z",
    }


def test_a_stack_whose_name_begins_the_same_is_another() -> None:
    assert logical_ids("tea", [f"{QUEUES}tea-eu-MapSkusQueue-1A2B", "tea-eu-OtherAlarm-1"]) == {}


def test_a_stack_with_a_hyphen_in_its_name_is_itself() -> None:
    assert logical_ids("tea-eu", ["tea-eu-OtherAlarm-1"]) == {"OtherAlarm": "tea-eu-OtherAlarm-1"}
