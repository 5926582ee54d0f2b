"""The citizens' pages: the ledger, the proof of a post, its receipt as a file, and the check of a receipt."""

from flask import Blueprint, Response, render_template, request

from forum.fields import Field, Form
from forum.messages import M
from forum.problems import Invalid, Problem
from forum.web.door import EVERYONE, door, settings
from forum.web.forms import form_again_on, read_form
from moderation.ledger import receipts
from moderation.ledger.pages import ledger_page, proof_page
from moderation.ledger.proofs import proof_of
from moderation.ledger.witnesses import current_policy

views = Blueprint("ledger", __name__)
checks = Blueprint("ledger_checks", __name__)  # changes nothing, so nobody can be made to send it
RECEIPT = (Field("receipt", "area", M("或者把回执的内容贴在这里"), required=False, rows=5),)


@door(views, "/ledger", allow=EVERYONE)
def show(actor, now):
    return render_template("ledger/ledger.html", page=ledger_page(current_policy()))


@door(views, "/posts/<id:post_id>/proof", allow=EVERYONE)
def proof(actor, now, post_id):
    return render_template("ledger/proof.html", page=proof_page(post_id, actor, current_policy()))


@door(views, "/posts/<id:post_id>/receipt", allow=EVERYONE)
def receipt(actor, now, post_id):
    proof = proof_of(post_id, actor, current_policy())
    headers = {"Content-Disposition": f'attachment; filename="receipt-{post_id}-{proof.checkpoint.size}.json"'}
    return Response(
        receipts.receipt_of(proof, settings().url), headers=headers, content_type="application/json; charset=utf-8"
    )


@door(checks, "/ledger/check", allow=EVERYONE)
def ask(actor, now):
    return render_template("ledger/check.html", form=Form(RECEIPT), checked=None)


@door(checks, "/ledger/check", methods=["POST"], allow=EVERYONE)
def check(actor, now):
    request.max_content_length = request.max_form_memory_size = receipts.LARGEST
    form = read_form(RECEIPT)
    with form_again_on(Problem, "ledger/check.html", form, checked=None):
        checked = receipts.check_receipt(receipts.read_receipt(_handed_in(form["receipt"])), current_policy())
    return render_template("ledger/check.html", form=Form(RECEIPT), checked=checked)


def _handed_in(pasted):
    """The receipt's text out of the file or the form; raises Invalid."""
    file = request.files.get("file")
    try:
        return file.read().decode("utf-8") if file and file.filename else pasted
    except UnicodeDecodeError:
        raise Invalid(receipt=M("这不是本站的回执，或者已经残缺。请交上下载时的整个文件，一个字也不要改。")) from None
