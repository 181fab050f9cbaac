"""/auth/…: signing in by the user pool's own pages, once more where it counts, and out again."""

from commissions.application.accounts import second_factor, sessions, signing_in
from commissions.application.accounts.second_factor import WAITS
from commissions.application.accounts.signing_in import (
    BEGIN_AGAIN,
    REFUSED,
    UNAVAILABLE,
    Callback,
    NeedsSecondFactor,
    NotSignedIn,
    ProofIsOld,
    SignedInNow,
)
from commissions.aws.user_pool import WrongCode
from commissions.domain.people.sign_in import PENDING, PendingSignIn
from commissions.pages.qr_codes import qr_code
from commissions.runtime.frames import frame_for, rendered
from commissions.runtime.http_event import ReceivedRequest
from commissions.runtime.http_messages import SESSION_COOKIE, OpenRoute, Response, see_other
from commissions.runtime.pages.cookies import AUTHENTICATOR, LOGIN, clear_cookie, set_cookie

SET_UP = "/auth/second-factor"
_STATUS = {BEGIN_AGAIN: 400, REFUSED: 403, UNAVAILABLE: 503}


def login(asked: ReceivedRequest) -> Response:
    """To where people sign in, and from there to the address in `to`."""
    return _to_user_pool(asked, PendingSignIn.new(_wanted(asked), now=asked.now))


def again(asked: ReceivedRequest) -> Response:
    """The same for who is signed in, and is to prove who they are once more."""
    return _to_user_pool(asked, PendingSignIn.new(_wanted(asked), again=True, now=asked.now))


def authenticator(asked: ReceivedRequest) -> Response:
    """Sets up an authenticator app, in place of one that somebody has, once they have proved who
    they are."""
    return _proves_again(asked, _wanted(asked))


def _proves_again(asked: ReceivedRequest, to: str) -> Response:
    pending = PendingSignIn.new(to, again=True, sets_up=True, now=asked.now)
    return _to_user_pool(asked, pending)


def callback(asked: ReceivedRequest) -> Response:
    """Where the user pool sends people back to."""
    returned = Callback(
        query=asked.query,
        pending=PendingSignIn.of_cookie(asked.cookies.get(LOGIN, "")),
        session_cookie=asked.cookies.get(SESSION_COOKIE, ""),
        origin=asked.origin,
    )
    try:
        done = signing_in.complete(returned, asked.now)
    except NotSignedIn as error:
        if error.why == BEGIN_AGAIN and sessions.current(returned.session_cookie, asked.now):
            return see_other("/")  # signed in meanwhile, in another tab
        return _told(asked, error.why)
    except ProofIsOld as old:
        return _proves_again(asked, old.to)
    if isinstance(done, NeedsSecondFactor):
        return _to_set_up(second_factor.begin(done, asked.now))
    return _in(done)


def set_up(asked: ReceivedRequest) -> Response:
    """What an authenticator app is given."""
    return _shows_set_up(asked, wrong=False)


def confirm(asked: ReceivedRequest) -> Response:
    """The first code of the app."""
    code = "".join(asked.form.get("code", [""])[0].split())
    try:
        waiting, was = asked.cookies.get(AUTHENTICATOR, ""), asked.cookies.get(SESSION_COOKIE, "")
        done = second_factor.confirm(waiting, code, asked.now, was=was)
    except NotSignedIn as error:
        return _told(asked, error.why)
    except WrongCode:
        return _shows_set_up(asked, wrong=True)
    return _in(done)


def logout(asked: ReceivedRequest) -> Response:
    """Out of here, and out of the user pool."""
    sessions.end(asked.cookies.get(SESSION_COOKIE, ""))
    gone = [clear_cookie(name) for name in (SESSION_COOKIE, LOGIN, AUTHENTICATOR)]
    address = signing_in.sign_out_address(asked.origin)
    return Response(status=303, headers={"location": address}, cookies=gone)


def ended(asked: ReceivedRequest) -> Response:
    return Response(body=_page(asked, "sign_in.html", what="ended"))


def _wanted(asked: ReceivedRequest) -> str:
    return asked.query.get("to", "/")


def _to_user_pool(asked: ReceivedRequest, pending: PendingSignIn) -> Response:
    kept = set_cookie(LOGIN, pending.cookie(), seconds=int(PENDING.total_seconds()))
    address = signing_in.sign_in_address(pending, asked.origin)
    return Response(status=303, headers={"location": address}, cookies=[kept])


def _in(done: SignedInNow) -> Response:
    session = set_cookie(SESSION_COOKIE, done.begun.cookie, seconds=done.begun.seconds_max)
    cookies = [session, clear_cookie(LOGIN), clear_cookie(AUTHENTICATOR)]
    return Response(status=303, headers={"location": done.to}, cookies=cookies)


def _to_set_up(cookie: str) -> Response:
    kept = set_cookie(AUTHENTICATOR, cookie, seconds=int(WAITS.total_seconds()))
    return Response(status=303, headers={"location": SET_UP}, cookies=[kept, clear_cookie(LOGIN)])


def _shows_set_up(asked: ReceivedRequest, *, wrong: bool) -> Response:
    try:
        new = second_factor.shown(asked.cookies.get(AUTHENTICATOR, ""), asked.now)
    except NotSignedIn as error:
        return _told(asked, error.why)
    given = {"secret": new.secret, "address": new.address, "qr": qr_code(new.address)}
    body = _page(asked, "second_factor.html", **given, wrong=wrong)
    return Response(status=422 if wrong else 200, body=body)


def _told(asked: ReceivedRequest, why: str) -> Response:
    body = _page(asked, "sign_in.html", what=why)
    return Response(status=_STATUS[why], body=body, cookies=[clear_cookie(LOGIN)])


def _page(asked: ReceivedRequest, name: str, **values: object) -> str:
    return rendered(name, frame_for(asked, "app", None), asked.headers, **values)


OPEN_ROUTES = (
    OpenRoute("GET", "/auth/login", login),
    OpenRoute("GET", "/auth/again", again),
    OpenRoute("GET", "/auth/authenticator", authenticator),
    OpenRoute("GET", "/auth/callback", callback),
    OpenRoute("GET", SET_UP, set_up),
    OpenRoute("POST", SET_UP, confirm),
    OpenRoute("POST", "/auth/logout", logout),
    OpenRoute("GET", "/auth/ended", ended),
)
