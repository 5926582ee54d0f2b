"""Pages about the site, its favicon, the choice of the language, and /healthz."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for

from forum.i18n import languages, posts as posts_in_script
from forum.messages import M
from forum.problems import Invalid
from forum.store import log
from forum.text.design_tokens import colour_tokens, mode_styles
from forum.text.portraits import portrait
from forum.web.door import EVERYONE, door, safe_redirect_target
from forum.web.result_cache import TYPE_COOKIE
from forum.web.shortcuts import COOKIE, OFF, ON, SHORTCUTS
from forum.web.static_files import source_of
from forum.wenqu import wenqu

views = Blueprint("site", __name__)
A_YEAR = 365 * 24 * 3600  # seconds
TYPE_SIZES = ("usual", "large")  # 100 and 125 % of what the browser is set to
SAMPLES = 8  # portraits on the page of the design


@door(views, "/about", allow=EVERYONE)
def about(actor, now):
    return render_template("about.html")


@door(views, "/about/privacy", allow=EVERYONE)
def privacy(actor, now):
    return render_template("privacy.html")


@door(views, "/about/accessibility", allow=EVERYONE)
def accessibility(actor, now):
    return render_template("accessibility.html")


@door(views, "/about/design", allow=EVERYONE)
def design(actor, now):
    portraits = [portrait(str(number)) for number in range(SAMPLES)]
    return render_template("design.html", tokens=colour_tokens(source_of("wenqu.css")), portraits=portraits)


@door(views, "/about/design.css", allow=EVERYONE)
def design_modes(actor, now):
    return Response(mode_styles(source_of("wenqu.css")), mimetype="text/css")


@door(views, "/about/shortcuts", allow=EVERYONE)
def shortcuts(actor, now):
    off = request.cookies.get(COOKIE) == OFF
    return render_template("shortcuts.html", shortcuts=SHORTCUTS, off=off)


@door(views, "/about/shortcuts", methods=["POST"], allow=EVERYONE)
def switch_shortcuts(actor, now):
    """Switch the keyboard shortcuts on or off in this browser; the cookie is read by templates/static/keys.js."""
    response = redirect(url_for("site.shortcuts"), 303)
    value = OFF if request.form.get(COOKIE) == OFF else ON
    response.set_cookie(COOKIE, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure)
    return response


@door(views, "/language", methods=["POST"], allow=EVERYONE)
def language(actor, now):
    """Remember the language of the pages, the characters in which posts are shown, or the size of the type."""
    response = redirect(safe_redirect_target(request.form.get("next")), 303)
    name, value = _choice()
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def _choice():
    chosen = request.form.get(posts_in_script.COOKIE)
    if chosen in (posts_in_script.ASKED, posts_in_script.AS_WRITTEN):
        return posts_in_script.COOKIE, chosen
    size = request.form.get(TYPE_COOKIE)
    if size in TYPE_SIZES:
        return TYPE_COOKIE, size
    chosen = request.form.get("lang")
    if chosen not in languages.LANGUAGES:
        raise Invalid(lang=M("没有这种语言。"))
    return "lang", chosen


@door(views, "/healthz", allow=EVERYONE)
def healthz(actor, now):
    reports = (report() for report in wenqu().health)
    return jsonify(
        status="ok",
        entries=log.last_entry_number(),
        **{name: value for report in reports for name, value in report.items()},
    )


@door(views, "/favicon.ico", allow=EVERYONE)
def favicon(actor, now):
    return redirect("/static/favicon.svg")
