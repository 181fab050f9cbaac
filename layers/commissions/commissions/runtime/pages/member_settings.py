"""/app/settings: how pages speak to a member, where they are signed in, and their own data."""

import json

from commissions.application.accounts import sessions
from commissions.application.accounts import settings as preferences
from commissions.application.accounts.settings import WrongSetting
from commissions.application.queries.own_data import own_data
from commissions.domain.people.sessions import SessionKey
from commissions.pages.member import settings
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import (
    BadForm,
    NotHere,
    PageRoute,
    Request,
    Response,
    see_other,
)
from commissions.runtime.pages.member_home import MEMBERS, member_of

PAGE = "settings"
ENDED = "/auth/ended"


def settings_page(request: Request) -> Response:
    member_of(request)
    view = settings.settings(
        request.who,
        sessions.open_sessions(request.who.user_id, request.now),
        request.session,
        preferences.zones(),
        is_saved="saved" in request.query,
    )
    return Response(body=settings.render(view, frame_of(request, "app", PAGE)))


def prefer(request: Request) -> Response:
    language, zone = _one(request, "language"), _one(request, "zone")
    try:
        preferences.prefer(request.who.user_id, language, zone)
    except WrongSetting as error:
        says = frame_of(request, "app", PAGE).text(f"settings.wrong.{error.field}")
        raise BadForm(error.field, str(says)) from None
    return see_other("/app/settings?saved=1")


def end_one(request: Request) -> Response:
    """One of one's own; of others' there is none here."""
    user_id, named = request.who.user_id, _one(request, "session")
    open_here = {each.key.session_id for each in sessions.open_sessions(user_id, request.now)}
    if named not in open_here:
        raise NotHere
    sessions.end_one(SessionKey(account_id=user_id, session_id=named))
    return see_other(ENDED if named == request.session else "/app/settings")


def end_all(request: Request) -> Response:
    sessions.end_all(request.who.user_id)
    return see_other(ENDED)


def data_file(request: Request) -> Response:
    member_of(request)
    return Response(
        body=json.dumps(own_data(request.who), ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="my-data.json"'},
    )


def _one(request: Request, name: str) -> str:
    return next(iter(request.form.get(name, [])), "")


ROUTES = (
    PageRoute("GET", "/app/settings", MEMBERS, settings_page),
    PageRoute("POST", "/app/settings", MEMBERS, prefer),
    PageRoute("POST", "/app/settings/sessions/end", MEMBERS, end_one),
    PageRoute("POST", "/app/settings/sessions/end-all", MEMBERS, end_all),
    PageRoute("GET", "/app/settings/data.json", MEMBERS, data_file),
)
