"""Templates and values into HTML, in which whatever a store or a person wrote stays text."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from commissions.audit.wording import amount, count
from commissions.pages.icons import drawn

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.runtime import Context

COMPILED = Path(__file__).parent / "compiled"
"""Where the built layer has the templates as modules; there is none beside the sources."""

PAGE_FILTERS = (
    "age days day day_text duration_text moment moment_text money money_text month month_short "
    "number percent percent_text seconds_text time time_text volume volume_text "
    "worth"
)
"""What `formats` of a page does, as filters: `{{ view.earned | money }}`."""


def render_template(name: str, **values: object) -> str:
    """Raises UndefinedError where a template asks for what it was not given."""
    return template(name).render(values)


def template(name: str) -> "Template":
    return _environment().get_template(name)


def from_text(source: str) -> "Template":
    """A template that is not shipped: a sample, a test."""
    return _environment().from_string(source)


@cache
def _environment() -> "Environment":
    # Loading it costs a cold start 80 ms, which only those pay who render something.
    from jinja2 import Environment, ModuleLoader, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ModuleLoader(COMPILED) if COMPILED.exists() else PackageLoader("commissions.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"amount": amount, "pluralize": count, "thousands": thousands}
    environment.filters |= {name: _page_filter(name) for name in PAGE_FILTERS.split()}
    environment.globals["drawn"] = drawn
    return environment


def _page_filter(name: str) -> Callable[..., object]:
    from jinja2 import pass_context

    @pass_context
    def written(context: "Context", value: object, *how: object, **named: object) -> object:
        return getattr(context["formats"], name)(value, *how, **named)

    return written


def compile_into(folder: Path) -> None:
    """Writes all templates as modules of Python."""
    _environment().compile_templates(folder, zip=None, ignore_errors=False)


def thousands(number: int) -> str:
    """`1200` as `1,200`."""
    return f"{number:,}"
