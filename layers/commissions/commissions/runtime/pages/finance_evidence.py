"""/finance/evidence: what a commission, a period or a batch was made of, as a package that proves
itself; and whether a package is this stack's. Who took one stands in the audit log."""

import re
from collections.abc import Callable, Mapping

from commissions.application.actions import command_log
from commissions.application.evidence import subjects
from commissions.application.evidence.subjects import NoSuchEvidence, TooMuchEvidence
from commissions.application.queries.member_month import NotCountedYet
from commissions.aws import warehouse_key
from commissions.domain.actions.action import PAGE, Actor
from commissions.domain.actions.audit_entry import DONE
from commissions.domain.evidence.package import EvidenceSubject, is_signed, packed
from commissions.domain.people.accounts import FINANCE
from commissions.pages.finance import evidence as page
from commissions.pages.finance.evidence import BATCH, COMMISSION, FIELDS, MEMBER, EvidenceView
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages import forms

PURPOSE = "evidence"
BYTES_MAX = 4_000_000
"""Of a package: an answer has at most six million, in base64."""
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+", re.ASCII)
_NONE, _TOO_MUCH, _BAD_MONTH = "evidence.bad.none", "evidence.bad.too-much", "evidence.bad.month"

Gathers = Callable[[Request], tuple[EvidenceSubject, dict[str, str]]]


def show(request: Request) -> Response:
    """What can be asked for; and of a manifest and a signature whether both are this stack's."""
    said = {name: request.query.get(name, "").strip() for name in _KNOWN}
    view = EvidenceView(may_act=FINANCE in request.who.roles, said=said)
    if not said["manifest"]:
        return _answer(request, view)
    if not _DIGEST.fullmatch(said["manifest"]):
        wrong = {"manifest": "evidence.bad.digest"}
        return _answer(request, EvidenceView(may_act=view.may_act, said=said, wrong=wrong), 422)
    key = warehouse_key.derived(PURPOSE)
    ours = is_signed(said["manifest"], said["signature"], key)
    return _answer(request, EvidenceView(may_act=view.may_act, said=said, is_ours=ours))


def make(request: Request) -> Response:
    """The package. Raises NotHere of a kind that there is not."""
    kind = request.path_params["kind"]
    if kind not in FIELDS:
        raise NotHere
    said = forms.said_of(request, FIELDS[kind])
    if kind == MEMBER and not _MONTH.fullmatch(said["month"]):
        return _refused(request, said, {"month": _BAD_MONTH})
    try:
        subject, files = _GATHERS[kind](request)
    except (NoSuchEvidence, NotCountedYet):
        return _refused(request, said, {FIELDS[kind][0]: _NONE})
    except TooMuchEvidence:
        return _refused(request, said, {FIELDS[kind][0]: _TOO_MUCH})
    by, key = request.who.account_id, warehouse_key.derived(PURPOSE)
    body = packed(subject, files, key=key, made_at=request.now, made_by=by)
    if len(body) > BYTES_MAX:
        return _refused(request, said, {FIELDS[kind][0]: _TOO_MUCH})
    _note(request, subject)
    name = _UNSAFE.sub("_", f"evidence-{subject.kind}-{subject.name}")[:120]
    return Response(
        body=body,
        content_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{name}.zip"'},
    )


def _note(request: Request, subject: EvidenceSubject) -> None:
    deed = command_log.Deed(what="evidence", target=subject.name, details={"of": subject.kind})
    begun = command_log.begin(deed, Actor(request.who.account_id, PAGE), request.now)
    command_log.end(begun, DONE, "", request.now)


def _commission(request: Request) -> tuple[EvidenceSubject, dict[str, str]]:
    return subjects.of_commission(forms.said(request, "line"), request.now)


def _member(request: Request) -> tuple[EvidenceSubject, dict[str, str]]:
    member, month = forms.said(request, "member"), forms.said(request, "month")
    return subjects.of_member(member, month, request.now)


def _batch(request: Request) -> tuple[EvidenceSubject, dict[str, str]]:
    return subjects.of_batch(forms.said(request, "batch"), request.now)


_GATHERS: Mapping[str, Gathers] = {COMMISSION: _commission, MEMBER: _member, BATCH: _batch}
_KNOWN = (*(name for names in FIELDS.values() for name in names), *page.CHECKED)


def _refused(request: Request, said: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    return _answer(request, EvidenceView(may_act=True, said=said, wrong=wrong), 422)


def _answer(request: Request, view: EvidenceView, status: int = 200) -> Response:
    body = page.render(view, frame_of(request, "finance", "evidence"))
    return Response(status=status, body=body)
