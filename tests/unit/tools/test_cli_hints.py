"""Every error of the application is told in full at the command line."""

import importlib
import inspect
import pkgutil

import pytest

from commissions import application
from commissions.application.care.data_requests import AlreadyClosed
from commissions.application.queries.order_reference import NotAnOrder
from tools.cli import failure, hints
from tools.cli.errors import MISUSED, REFUSED

MODULES = [
    importlib.import_module(each.name)
    for each in pkgutil.walk_packages(application.__path__, "commissions.application.")
]
ERRORS = {
    name
    for module in MODULES
    for name, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, Exception) and found.__module__.startswith("commissions.application.")
}


def test_every_hint_is_for_an_error_that_there_is() -> None:
    assert hints.ENDINGS.keys() - ERRORS == set()
    assert hints.MISUSES - hints.ENDINGS.keys() == set()


@pytest.mark.parametrize(
    ("error", "says", "code"),
    [
        (AlreadyClosed("c0ffee"), "c0ffee was closed before.", REFUSED),
        (NotAnOrder("//"), "'//' is not an order: write it like shopify/tea-us/1001", MISUSED),
    ],
)
def test_what_was_refused_is_said_as_it_is(error: Exception, says: str, code: int) -> None:
    sentence, exit_code = failure.answer(error)

    assert (sentence.startswith(says), exit_code) == (True, code)


def test_an_error_of_another_room_that_bears_the_same_name_has_no_hint() -> None:
    class NotAnOrder(ValueError):
        pass

    assert hints.sentence(NotAnOrder("x")) == ""
