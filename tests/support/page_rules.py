"""What every page of HTML keeps to, whatever it shows: `faults(html)` has none."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "br", "circle", "col", "hr", "img", "input", "line", "link", "meta", "path", "rect"}
REFERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
SENT_TO = ("href", "src", "action", "formaction", "hx-get", "hx-post")
HTMX = {"hx-get", "hx-post", "hx-target", "hx-swap", "hx-trigger", "hx-include", "hx-swap-oob"}
LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|\bNone\b|\bUndefined\b")
"""What a template or a value leaves behind that nobody filled in."""


def faults(html: str, *, is_whole: bool = True) -> list[str]:
    """In the order of the page; `is_whole`: not a part of one, so it has a title and one h1."""
    page = _Page()
    page.feed(html)
    page.close()
    return list(page.found(is_whole=is_whole))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.references: list[str] = []
        self.tags: Counter[str] = Counter()
        self.lang = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += "svg" not in self.open
        if tag not in VOID:
            self.open.append(tag)
        given = {name: value or "" for name, value in attrs}
        if len(given) < len(attrs):
            self.faults.append(f"{tag}: an attribute twice")
        self.faults += _attribute_faults(tag, given)
        if tag == "html":
            self.lang = given.get("lang", "")
        if "template" not in self.open:
            self.ids[given.get("id", "")] += "id" in given
            self.references += [each for name in REFERS for each in given.get(name, "").split()]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
        elif tag in self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"] and data.strip():
            self.faults.append("a script in the page")
        if self.open[-1:] == ["textarea"]:
            return  # what somebody wrote
        if left_over := LEFT_OVER.search(data):
            self.faults.append(f"left over: {left_over[0]} in {data.strip()[:60]!r}")

    def found(self, *, is_whole: bool) -> Iterator[str]:
        yield from self.faults
        yield from (f"<{tag}> stays open" for tag in self.open)
        yield from (f"id {each} {times} times" for each, times in self.ids.items() if times > 1)
        if is_whole:
            missing = {each for each in self.references if each not in self.ids}
            yield from (f"nothing has the id {each}" for each in sorted(missing))
            yield from (
                f"{self.tags[tag]} times <{tag}>"
                for tag in ("h1", "title", "main")
                if self.tags[tag] != 1
            )
            if not self.lang:
                yield "no language"


def _attribute_faults(tag: str, given: dict[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if name == "style" or name.startswith(("on", "hx-on")):
            yield f"{tag}: {name}, which the policy forbids"
        if name.startswith("hx-") and name not in HTMX:
            yield f"{tag}: {name} is not among what pages use of htmx"
        if name == "hx-trigger" and "[" in value:
            yield f"{tag}: a trigger with a condition, which needs eval"
        if name in SENT_TO and re.match(r"\s*(?:[a-z]+:|//)", value, re.IGNORECASE):
            yield f"{tag}: {name} leads elsewhere: {value[:60]}"
        if name == "id" and (not value or re.search(r"\s", value)):
            yield f"{tag}: the id {value!r} is none"
        is_written = name == "value" and given.get("type") == "hidden" and "\n" in value
        if not is_written and (left_over := LEFT_OVER.search(value)):
            yield f"{tag}: {name} has {left_over[0]} left over"
