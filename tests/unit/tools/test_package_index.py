from tools.package_index import read_pip_settings


def test_the_index_that_pip_uses_is_the_one_that_is_used() -> None:
    listing = "global.index-url='https://ours.example/simple'\nglobal.timeout='60'\n"

    assert read_pip_settings(listing)["index-url"] == "https://ours.example/simple"


def test_what_was_said_last_and_closest_counts() -> None:
    listing = ":env:.cert='/env.pem'\nglobal.cert='/global.pem'\ninstall.cert='/install.pem'\n"

    assert read_pip_settings(listing) == {"cert": "/env.pem"}


def test_several_indexes_and_folders_are_handed_on_together() -> None:
    listing = "global.extra-index-url='\\nfile:///a\\nfile:///b'\nglobal.find-links='/c /d'\n"

    assert read_pip_settings(listing) == {
        "extra-index-url": "file:///a file:///b",
        "find-links": "/c,/d",
    }


def test_settings_of_other_commands_are_left_alone() -> None:
    assert read_pip_settings("download.cert='/download.pem'\n") == {}
