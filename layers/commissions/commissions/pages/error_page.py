"""What somebody reads whose request came to no page."""

from commissions.pages.rendering import render_template


def render(status: int, *, request_id: str, says: str = "", field: str = "") -> str:
    """`request_id`: by which the log is searched. `says`: what is wrong with a form's `field`."""
    return render_template(
        "error.html", status=status, request_id=request_id, says=says, field=field
    )
