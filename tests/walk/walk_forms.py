"""What the walk puts behind addresses and into forms: for each route what some role is accepted with."""

from stage_people import PASSWORD

# What pages take behind their address.
QUERIES = {
    "/threads/<id:thread_id>": ("?view=tree", "?view=tree&root=2", "?only=1", "?only=2", "?order=desc"),
    "/threads/<id:thread_id>/reply": ("?parent=1", "?parent=2", "?parent=3"),
    "/boards/<slug>": ("?sort=newest", "?sort=supports", "?status=overdue", "?status=accepted", "?kind=complaint"),
    "/desk": ("?status=accepted", "?status=overdue", "?q=路灯&sort=-asked", "?q=没人接"),
    "/moderation": ("?cause=new", "?cause=held&sort=-asked", "?cause=back"),
    "/supervision": ("?view=extensions", "?view=alarms", "?view=overdue&sort=asked", "?view=due", "?view=unsatisfied"),
    "/search": ("?q=路灯", "?q=路灯&sort=date", "?q=三个月 没有人", "?q=author:qz"),
    "/search/similar": ("?q=路灯坏了三个月&board=zhujian", "?q=没人接&board=zhujian"),
    "/api/v1/search": ("?q=路灯&limit=100", "?q=没有人&sort=date"),
    "/statistics/threads": ("?figure=received", "?figure=forwarded", "?figure=waiting"),
    "/api/v1/statistics/threads": ("?figure=received&limit=100",),
    "/moderation/search": ("?q=qz", "?q=路灯", "?q=我的电话", "?state=sealed", "?state=held", "?q=作者:qz"),
    "/moderation/log": ("?board=zhujian", "?reason=personal"),
    "/api/v1/moderation/log": ("?limit=100",),
    "/api/v1/ledger/openings": ("?limit=100", "?from_entry=101&limit=100", "?from_entry=201&limit=100"),
    "/api/v1/ledger/rows": ("?limit=100", "?from_entry=101&limit=100", "?from_entry=201&limit=100"),
    "/admin/accounts": ("?q=qz",),
}

# What is typed into every form that has a field of the name.
TYPED = {
    "title": "路灯", "text": "路灯坏了，请修一修。", "kind": "reply", "code": "personal", "reason": "写了电话，应当屏蔽。",
    "explanation": "归另一个局管，请带身份证去窗口。", "to": "jiaotong", "board": "chengshi", "grade": "2", "floors": "2",
    "outcome": "reached", "answer": "已经看过。", "q": "路灯", "words": "路灯", "tier": "hold", "granted": "yes",
}  # fmt: skip

WORDS = {"text": "已派人去修，请看。"}
ADMINISTERING = {"password": PASSWORD, "reason": "本人到窗口申请"}
HIDING = {"code": "personal", "reason": "写了别人的电话"}
CALL = {"caller": "王女士", "phone": "13812345678", "called_at": "2014-11-20T09:30", "board": "zhujian"}
QUESTION = {"title": "路灯", "text": "路灯坏了三个月。", "kind": "complaint"}
ORDER = {
    "number": "令9", "signatory": "{signatory}", "office": "部长", "ground": "判决", "reason": "court",
    "signed_on": "2014-09-22", "post": "{post}", "whole": "", "password": PASSWORD, "scan": "{scan}",
}  # fmt: skip

# Every form of a page and of the API, below a role that is accepted with it at least once, and what it needs besides TYPED;
# what the API takes is whole. {name} is an object of the city (walk_known.py).
FORMS = {
    "asker": {
        "POST /account/mail/removal": {"password": PASSWORD},
        "POST /account/password": {"current": PASSWORD, "password": "another long password"},
        "POST /account/tokens/<id:token_id>/revocation": {},
        "POST /ask": {"kind": "complaint", "unknown": ""},
        "POST /boards/<slug>/new": {"kind": "complaint"},
        "POST /logout": {},
        "POST /notifications/<id:notification_id>/opening": {},
        "POST /notifications/reading": {},
        "POST /notifications/settings": {},
        "POST /posts/<id:post_id>/revisions": {},
        "POST /threads/<id:thread_id>/closure": {},
        "POST /threads/<id:thread_id>/posts": {},
        "POST /threads/<id:thread_id>/rating": {},
        "POST /threads/<id:thread_id>/reading": {"floor": "1"},
        "POST /threads/<id:thread_id>/unwatch": {},
        "POST /threads/<id:thread_id>/watch": {},
        "DELETE /api/v1/tokens/current": {},
        "POST /api/v1/boards/<slug>/threads": QUESTION,
        "PUT /api/v1/posts/<id:post_id>": {"text": "路灯坏了五个月，请修一修。"},
        "POST /api/v1/threads/<id:thread_id>/closure": {},
        "POST /api/v1/threads/<id:thread_id>/posts": {"text": "我也见过。", "kind": "reply"},
        "POST /api/v1/threads/<id:thread_id>/rating": {"grade": 4},
    },
    "neighbour": {
        "POST /posts/<id:post_id>/report": {"code": "insult"},
        "POST /threads/<id:thread_id>/support": {},
        "POST /api/v1/posts/<id:post_id>/report": {"reason": "像是广告"},
        "POST /api/v1/threads/<id:thread_id>/support": {},
    },
    "guest": {
        "POST /about/shortcuts": {"keys": "off"},
        "POST /language": {"lang": "en"},
        "POST /ledger/check": {"receipt": "{receipt}"},
        "POST /login": {"username": "asker", "password": PASSWORD},
        "POST /register": {"username": "newcomer", "display_name": "新来的小李", "password": PASSWORD},
        "POST /api/v1/accounts": {"username": "newcomer", "display_name": "新来的小李", "password": PASSWORD},
        "POST /api/v1/tokens": {"username": "asker", "password": PASSWORD},
    },
    "spokesperson": {
        "POST /desk/transfers": {"way": "transfer", "thread": "{open}", "listed": "{open}"},
        "POST /desk/templates": {"department": "zhujian"},
        "POST /desk/templates/<id:template_id>/retirement": {},
        "POST /notices/<id:notice_id>/feedback": {},
        "POST /notices/<id:notice_id>/receipt": {},
        "POST /threads/<id:thread_id>/acceptance": {},
        "POST /threads/<id:thread_id>/cohandling": {"departments": "jiaotong"},
        "POST /threads/<id:thread_id>/declination": {"code": "litigation"},
        "POST /threads/<id:thread_id>/draft": {"kind": "result"},
        "POST /threads/<id:thread_id>/extension": {"until": "2014-12-20T10:00"},
        "POST /threads/<id:thread_id>/reply": {"kind": "result"},
        "POST /threads/<id:thread_id>/return": {},
        "POST /threads/<id:thread_id>/transfer": {},
        "POST /api/v1/threads/<id:thread_id>/acceptance": {},
        "POST /api/v1/threads/<id:thread_id>/cohandling": {"departments": ["jiaotong"], **WORDS},
        "POST /api/v1/threads/<id:thread_id>/declination": {"code": "litigation", **WORDS},
        "POST /api/v1/threads/<id:thread_id>/extension": {"until": "2014-12-20T10:00:00+08:00", "reason": "要等设备"},
        "POST /api/v1/threads/<id:thread_id>/return": {"reason": "不知道归谁管"},
        "POST /api/v1/threads/<id:thread_id>/transfer": {"to": "jiaotong", "explanation": "归交通局管，请带身份证去窗口。"},
    },
    "outsider": {
        "POST /threads/<id:thread_id>/input": {},
        "POST /api/v1/threads/<id:thread_id>/input": WORDS,
    },
    "operator": {
        "POST /hotline/callbacks/<id:callback_id>/closure": {"outcome": "reached"},
        "POST /hotline/callbacks/<id:callback_id>/look": {},
        "POST /hotline/calls": {**CALL, "kind": "complaint"},
    },
    "supervisor": {
        "POST /orders/<id:order_id>/scan": {},
        "POST /notices/<id:notice_id>/closing": {},
        "POST /supervision/assessments": {"first": "2014-01-01", "last": "2014-09-30"},
        "POST /supervision/notices": {"proposal": "circular {late_clock}"},
        "POST /supervision/extensions/<id:extension_id>/decision": {"granted": "yes"},
    },
    "administrator": {
        "POST /admin/accounts/<public_id>/disabling": ADMINISTERING,
        "POST /admin/accounts/<public_id>/enabling": ADMINISTERING,
        "POST /admin/accounts/<public_id>/password-reset": ADMINISTERING,
        "POST /orders": ORDER,
        "POST /orders/<id:order_id>/confirmation": {"password": PASSWORD},
        "POST /orders/<id:order_id>/withdrawal": {"withdrawal": "文号写错了"},
    },
    "moderator": {
        "POST /moderation/dispositions": {"one": "publish {waiting}"},
        "POST /moderation/held/<id:held_id>/decision": {"outcome": "released"},
        "POST /moderation/reports/<id:post_id>/decision": {"outcome": "dismissed", "answer": "这一楼没有违反规则。"},
        "POST /moderation/sanctions/<id:sanction_id>/lifting": {"code": "mistake"},
        "POST /moderation/words": {},
        "POST /moderation/words/<id:word_id>/retirement": {},
        "POST /moderation/words/trial": {},
        "POST /posts/<id:post_id>/covering": {"parts": "1.1", "code": "address"},
        "POST /posts/<id:post_id>/hiding": {},
        "POST /posts/<id:post_id>/restoration": {},
        "POST /posts/<id:post_id>/suspension": {"until": "2014-12-20T10:00"},
        "POST /posts/<id:post_id>/uncovering": {"parts": "{covered_part}"},
        "POST /posts/<id:post_id>/warning": {},
        "POST /threads/<id:thread_id>/discussion": {},
        "POST /threads/<id:thread_id>/duplication": {"of": "{copy}", "code": "same_matter"},
        "POST /threads/<id:thread_id>/end": {"code": "settled"},
        "POST /threads/<id:thread_id>/hiding": {},
        "POST /threads/<id:thread_id>/highlight": {"code": "valuable"},
        "POST /threads/<id:thread_id>/lock": {"code": "heated"},
        "POST /threads/<id:thread_id>/merger": {"into": "{open}", "code": "same_matter"},
        "POST /threads/<id:thread_id>/pin": {"code": "notice"},
        "POST /threads/<id:thread_id>/platform-answer": {},
        "POST /threads/<id:thread_id>/publication": {},
        "POST /threads/<id:thread_id>/relocation": {"board": "zhujian", "kind": "complaint", "code": "wrong_board"},
        "POST /threads/<id:thread_id>/reopening": {"code": "mistake"},
        "POST /threads/<id:thread_id>/restoration": {"code": "mistake"},
        "POST /threads/<id:thread_id>/routing": {},
        "POST /threads/<id:thread_id>/separation": {"code": "mistake"},
        "POST /threads/<id:thread_id>/split": {"code": "another_matter"},
        "POST /threads/<id:thread_id>/unhighlight": {"code": "outdated"},
        "POST /threads/<id:thread_id>/unlock": {"code": "no_longer"},
        "POST /threads/<id:thread_id>/unpin": {"code": "outdated"},
        "POST /api/v1/moderation/reports/<id:post_id>/decision": {"outcome": "dismissed", "answer": "这一楼没有违反规则。"},
        "POST /api/v1/posts/<id:post_id>/hiding": HIDING,
        "DELETE /api/v1/posts/<id:post_id>/hiding": {},
        "POST /api/v1/posts/<id:post_id>/suspension": {**HIDING, "until": "2014-12-20T10:00"},
        "POST /api/v1/posts/<id:post_id>/warning": HIDING,
        "POST /api/v1/sanctions/<id:sanction_id>/lifting": {"code": "mistake"},
        "POST /api/v1/threads/<id:thread_id>/duplication": {"of": "{copy}", "code": "same_matter"},
        "DELETE /api/v1/threads/<id:thread_id>/duplication": {"code": "mistake"},
        "POST /api/v1/threads/<id:thread_id>/end": {"code": "settled"},
        "DELETE /api/v1/threads/<id:thread_id>/end": {"code": "mistake"},
        "POST /api/v1/threads/<id:thread_id>/hiding": HIDING,
        "DELETE /api/v1/threads/<id:thread_id>/hiding": {"code": "mistake"},
        "POST /api/v1/threads/<id:thread_id>/highlight": {"code": "valuable"},
        "DELETE /api/v1/threads/<id:thread_id>/highlight": {"code": "outdated"},
        "POST /api/v1/threads/<id:thread_id>/lock": {"code": "heated"},
        "DELETE /api/v1/threads/<id:thread_id>/lock": {"code": "no_longer"},
        "POST /api/v1/threads/<id:thread_id>/merger": {"into": "{open}", "code": "same_matter"},
        "POST /api/v1/threads/<id:thread_id>/pin": {"code": "notice"},
        "DELETE /api/v1/threads/<id:thread_id>/pin": {"code": "outdated"},
        "POST /api/v1/threads/<id:thread_id>/publication": {},
        "POST /api/v1/threads/<id:thread_id>/relocation": {"board": "zhujian", "kind": "complaint", "code": "wrong_board"},
        "POST /api/v1/threads/<id:thread_id>/routing": {"to": "jiaotong"},
        "POST /api/v1/threads/<id:thread_id>/split": {"floors": [2], "title": "另一件事", "kind": "complaint", "code": "another_matter"},
    },
}  # fmt: skip
OF_RULE = {rule: form for forms in FORMS.values() for rule, form in forms.items()}

# What takes a code of the moment, a mail server or another city's signature, and what nobody may delete.
REFUSED = {
    "POST /account/mail",
    "POST /account/mail/confirmation",
    "POST /recovery/mail",
    "POST /account/recovery-codes",
    "POST /account/second-factor",
    "POST /account/second-factor/removal",
    "POST /account/second-factor/replacement",
    "POST /admin/accounts/<public_id>/second-factor-reset",
    "POST /ledger/cosignatures",
    "POST /recovery",
    "DELETE /api/v1/posts/<id:post_id>",
    "DELETE /api/v1/threads/<id:thread_id>",
    "DELETE /posts/<id:post_id>",
    "DELETE /threads/<id:thread_id>",
}

# The further threads on which a verb can be accepted, by the address's last word.
BESIDES = {
    "pin": "marked", "unpin": "marked", "highlight": "marked", "unhighlight": "marked", "lock": "marked",
    "unlock": "marked", "reopening": "marked", "end": "talk marked", "relocation": "talk", "separation": "copy", "duplication": "copy",
    "rating": "answered", "closure": "answered", "input": "joint",
}  # fmt: skip
