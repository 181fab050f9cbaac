"""A page: what surrounds every one, and what is in it, as HTML.

A template begins with `{% extends layout %}` and fills the blocks `title`, `kicker`, `actions` and
`main`. The same template is a whole page, or what a sheet shows; and each of its blocks can be had
alone, for a page that is open already.
"""

from dataclasses import dataclass
from datetime import datetime

from commissions.pages import assets, navigation
from commissions.pages.brand import Accent
from commissions.pages.formats import Formats
from commissions.pages.rendering import template
from commissions.pages.text import Text

HTMX = (
    '{"allowEval":false,"includeIndicatorStyles":false,"historyCacheSize":0,'
    '"selfRequestsOnly":true,"disableInheritance":true,"responseHandling":[{"code":"204","swap":false},'
    '{"code":"[23]..","swap":true},{"code":"409|422","swap":true},'
    '{"code":"...","swap":false,"error":true}]}'
)
"""How htmx is set: no code from text, nothing kept, nothing swapped in where nothing is new; and
each element says itself what it asks for and where that goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Who looks at which page, when, and in which language."""

    family: str
    """`app`, `console` or `finance`."""
    active: str
    """The page's id in the navigation; "" of one that is not there."""
    text: Text
    zone: str
    who: str
    """The name shown; "" where nobody is signed in: there is no navigation then."""
    roles: frozenset[str]
    company: str
    now: datetime
    standing: str = ""
    """What stands under the name, in the person's language: a rank, a desk."""
    accent: Accent | None = None
    """The company's own, where it has one."""

    @property
    def prefix(self) -> str:
        return navigation.HOMES[self.family]

    @property
    def entries(self) -> list[navigation.Entry]:
        return navigation.of(self.family, self.roles) if self.who else []

    @property
    def other_families(self) -> list[navigation.Entry]:
        return navigation.other_families(self.family, self.roles) if self.who else []

    @property
    def htmx(self) -> str:
        return HTMX

    def asset(self, name: str) -> str:
        return assets.url(self.prefix, name)

    @property
    def brand_sheet(self) -> str:
        """ "" where the company has no colours of its own."""
        return assets.brand_url(self.prefix, self.accent) if self.accent else ""


def page(name: str, frame: Frame, **values: object) -> str:
    """The whole page. Raises UndefinedError where a template asks for what it was not given."""
    return template(name).render(surroundings(frame) | values, layout="frame.html")


def sheet(name: str, frame: Frame, **values: object) -> str:
    """What a sheet shows of the same page: its title, its kicker and its main block."""
    return template(name).render(surroundings(frame) | values, layout="sheet.html")


def fragment(name: str, block: str, frame: Frame, **values: object) -> str:
    """One block of the template alone. Raises KeyError for a block that it has not."""
    found = template(name)
    context = found.new_context(surroundings(frame) | values | {"layout": "frame.html"})
    return found.environment.concat(found.blocks[block](context))


def surroundings(frame: Frame) -> dict[str, object]:
    """What every template knows: the frame, its words and formats, and the components, `ui`."""
    known: dict[str, object] = {
        "frame": frame,
        "t": frame.text,
        "formats": Formats(frame.text, frame.zone, frame.now),
    }
    return known | {"ui": template("_components.html").make_module(known)}
