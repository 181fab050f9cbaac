"""/console/skus/load: a skus.csv is checked, shown with what it changes, and put on record."""

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import replace

from commissions.application.actions import sku_load
from commissions.application.actions.proposing import ActionRequest
from commissions.application.actions.sku_load import SkuFile, SkuFileRefused
from commissions.application.company_files.problems import Problem
from commissions.application.queries import sku_rows
from commissions.application.queries.sku_gaps import sku_gaps
from commissions.application.queries.sku_reach import StoredVersions, stored_versions
from commissions.domain.catalogue.sku_keys import SKU, id_of
from commissions.domain.catalogue.sku_map import SkuVersion, in_force
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.console import sku_load as page
from commissions.pages.console.sku_load import SHOWN_MAX, FileProblem, LoadedValue, SkuLoadView
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages import asking, forms
from commissions.runtime.pages.asking import ActionRefused
from commissions.runtime.pages.console_skus import sku_href, version_line

CSV = "text/csv; charset=utf-8"
PACKED_MAX = 60_000
"""Characters of a form that hands the file back."""
MISSING_REASON, NO_FILE, TOO_LARGE = "skus.bad.reason", "skus.bad.file", "skus.bad.large"


def show(request: Request) -> Response:
    """Where a file is chosen. Raises NotHere."""
    if OPERATOR not in request.who.roles:
        raise NotHere
    return _answer(request, SkuLoadView())


def gaps_file(request: Request) -> Response:
    """The rows that lack, as `commissions skus pending --csv` writes them."""
    found = sku_gaps(request.now, request.query.get("store", "")[:255])
    return Response(
        body=sku_rows.rows(each.wanted for each in found.gaps),
        content_type=CSV,
        headers={"content-disposition": 'attachment; filename="skus.csv"'},
    )


def act(request: Request) -> Response:
    """Shows what a file that was chosen changes; and one that was shown is put on record."""
    packed = forms.said(request, "packed", PACKED_MAX)
    return _load(request, packed) if packed else _check(request)


def _check(request: Request) -> Response:
    """Nothing is written, and nothing kept: the file comes back with the form."""
    [text, *_] = [*request.form.get("file", ()), ""]
    if not text.strip():
        return _answer(request, SkuLoadView(wrong={"file": NO_FILE}), 422)
    try:
        found = sku_load.read(text)
    except SkuFileRefused as error:
        return _answer(request, SkuLoadView(problems=_problems(error.problems)), 422)
    packed = pack(text)
    if len(packed) > PACKED_MAX:
        return _answer(request, SkuLoadView(wrong={"file": TOO_LARGE}), 422)
    view = replace(_view(request, found), packed=packed, once=forms.new_once(request.now))
    return _answer(request, view)


def _load(request: Request, packed: str) -> Response:
    once = forms.once(request)
    if before := asking.sent_before(request, once):
        return before
    try:
        text = unpack(packed)
        found = sku_load.read(text)
    except BrokenPacking:
        return _answer(request, SkuLoadView(wrong={"file": NO_FILE}), 422)
    except SkuFileRefused as error:
        return _answer(request, SkuLoadView(problems=_problems(error.problems)), 409)
    view = replace(_view(request, found), packed=packed, once=once)
    return _put_on_record(request, view, found, text)


def _put_on_record(request: Request, view: SkuLoadView, found: SkuFile, text: str) -> Response:
    if not (why := forms.reason(request)):
        return _answer(request, replace(view, wrong={"reason": MISSING_REASON}), 422)
    if forms.said(request, "new") != str(len(found.new)):
        return _answer(request, replace(view, wrong={"changed": "skus.bad.changed"}), 409)
    wanted = ActionRequest(
        kind=sku_load.SKU_LOAD.name,
        target=sku_load.target_of(found),
        payload=sku_load.payload_of(text),
        why=why,
        once=view.once,
    )
    try:
        return asking.put_and_have_done(request, wanted)
    except ActionRefused as error:
        return _answer(request, replace(view, refused=str(error)), 409)


class BrokenPacking(ValueError):
    """What the form hands back is no file that we packed."""


def pack(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def unpack(packed: str) -> str:
    """Raises BrokenPacking."""
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(packed, validate=True), sku_load.BYTES_MAX)
        if unpacking.unconsumed_tail or not unpacking.eof:
            raise BrokenPacking
        return content.decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        raise BrokenPacking from None


def _problems(found: Sequence[Problem]) -> list[FileProblem]:
    return [FileProblem(line=each.line, column=each.field, says=each.reason) for each in found]


def _view(request: Request, found: SkuFile) -> SkuLoadView:
    shown = found.new[:SHOWN_MAX]
    stored = stored_versions((store, each.value.platform_sku) for store, each in shown)
    return SkuLoadView(
        rows=found.rows,
        values=[_value(request, stored, store, each) for store, each in shown],
        new=len(found.new),
        notices=found.notices,
        needs_second=asking.needs_second(sku_load.SKU_LOAD.name),
    )


def _value(
    request: Request, stored: StoredVersions, store_id: str, version: SkuVersion
) -> LoadedValue:
    key = version.value.platform_sku
    versions = stored.versions.get((store_id, key), ())
    before = in_force(versions, version.since)
    until = min((each.since for each in versions if each.since > version.since), default=None)
    return LoadedValue(
        store_id=store_id,
        sku=id_of(key) or key.removeprefix(SKU),
        href=sku_href(store_id, key),
        before=version_line(before, version.since, request.now) if before else None,
        after=version_line(version, until, request.now),
        is_retired=version.retired,
        orders=stored.waiting.get((store_id, key), 0),
    )


def _answer(request: Request, view: SkuLoadView, status: int = 200) -> Response:
    frame = frame_of(request, "console", "skus")
    return Response(status=status, body=page.render(view, frame))
