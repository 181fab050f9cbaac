"""Templates and values into HTML, in which whatever a store or a person wrote stays text."""

from functools import cache
from typing import TYPE_CHECKING

from commissions.audit.wording import amount, count

if TYPE_CHECKING:
    from jinja2 import Environment


def render_template(name: str, **values: object) -> str:
    """Raises UndefinedError where a template asks for what it was not given."""
    return _environment().get_template(name).render(values)


@cache
def _environment() -> "Environment":
    # Loading it costs a cold start 80 ms, which only those pay who render something.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("commissions.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"amount": amount, "pluralize": count, "thousands": thousands}
    return environment


def thousands(number: int) -> str:
    """`1200` as `1,200`."""
    return f"{number:,}"
