"""Who gets what at every door: each route and method of the program, for every role, written down.

A line is `METHOD rule [@state] | outcome, role role outcome, ...`: the first outcome is everybody's,
the others are exceptions. A route that is missing here fails, and so does a line whose route is gone.
Every role meets a question of its own in the state named (a fresh one when none is), so that no cell
depends on another. What a rule's request carries stands in SENT; an empty request needs no line there.
"""

import io
import json
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from PIL import Image
from stage_pictures import picture

from boards.actions.cases import callbacks, handling
from boards.actions.city.structure import get_or_create_board, get_or_create_category
from boards.actions.posts import press
from boards.actions.posts.threads import ask
from boards.channels.hotline.actions import Caller, enter
from boards.clocks.policy import NoticeKind
from boards.contact.actions import write
from boards.models.cases import Callback
from boards.models.notifications import Notification
from boards.models.offices import WorkingRules
from boards.models.promises import Promise
from boards.models.threads import Clock, Post
from boards.readers import promises
from boards.services.quiz.actions import import_bank
from boards.services.quiz.bank import TRAFFIC, read_bank
from forum.accounts import actions as accounts
from forum.accounts.models import Account, Token
from forum.accounts.queries import account_named, actor_of_account, key_hash
from forum.private import Encryptor
from forum.store import db
from forum.store.log import Entry
from moderation.hiding import actions as hiding
from moderation.ledger.signing import Signer
from moderation.notices.actions import issue
from moderation.orders import actions as orders
from moderation.supervision.hot.counting import count
from moderation.supervision.hot.rules import week_to
from moderation.supervision.topics.actions import open_topic
from search.query.topic_words import could_be_a_name

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # roles know no engine

ROLES = (
    "guest asker neighbour spokesperson outsider moderator operator supervisor reporter signatory administrator"
).split()

TABLE = """
GET  /                                            | ok
GET  /about                                       | ok
GET  /about/accessibility                         | ok
GET  /about/design                                | ok
GET  /about/design.css                            | ok
GET  /about/privacy                               | ok
GET  /about/shortcuts                             | ok
POST /about/shortcuts                             | moved
GET  /healthz                                     | ok
GET  /favicon.ico                                 | moved
GET  /static/<path:filename>                      | ok
POST /language                                    | moved

GET  /login                                       | moved, guest ok
POST /login                                       | moved
GET  /register                                    | moved, guest ok
POST /register                                    | invalid
POST /logout                                      | moved, guest login
GET  /account                                     | ok, guest login
POST /account/password                            | invalid, guest login
GET  /account/second-factor                       | ok, guest login
POST /account/second-factor                       | invalid, guest login
GET  /kept/<key>                                  | missing, guest login
GET  /account/second-factor/replacement           | moved, guest login
POST /account/second-factor/replacement           | invalid, guest login
POST /account/second-factor/removal               | invalid, guest login
GET  /account/recovery-codes                      | ok, guest login
POST /account/recovery-codes                      | invalid, guest login
POST /account/tokens/<id:token_id>/revocation     | missing, guest login
GET  /recovery                                    | ok
POST /recovery                                    | login
GET  /files/<id:file_id>/<name>                   | missing
GET  /files/<id:file_id>/blurring                 | forbidden, guest login, moderator missing
POST /files/<id:file_id>/blurring                 | forbidden, guest login, moderator missing
POST /files/<id:file_id>/original                 | forbidden, guest login, administrator supervisor missing
GET  /uploads/<key>                               | missing, guest login
POST /uploads                                     | invalid, guest login
GET  /account/mail                                | ok, guest login
POST /account/mail                                | conflict, guest login
GET  /account/mail/confirmation                   | ok, guest login
POST /account/mail/confirmation                   | invalid, guest login
GET  /account/mail/removal                        | ok, guest login
POST /account/mail/removal                        | moved, guest login
GET  /account/phone                               | ok, guest login
POST /account/phone                               | invalid, guest login
GET  /account/phone/removal                       | ok, guest login
POST /account/phone/removal                       | moved, guest login
GET  /account/channels                            | ok, guest login
POST /account/channels                            | invalid, guest login
POST /account/channels/<id:number>/ending         | missing, guest login
GET  /admin/channels                              | forbidden, guest login, administrator ok
POST /admin/channels/<name>/test                  | forbidden, guest login, administrator missing
GET  /channels/wechat                             | missing
POST /channels/wechat                             | missing
POST /channels/wechat/sign-in                     | missing
GET  /channels/wechat/return                      | missing
POST /channels/wechat/return                      | missing
POST /channels/sms/<token>/receipts               | missing
POST /channels/sms/<token>/inbound                | missing
POST /channels/voice/<token>/events                | missing
GET  /move-car                                    | missing
POST /move-car                                    | missing, guest login
GET  /move-car/desk                               | forbidden, guest login, spokesperson outsider missing
GET  /move-car/<key>                              | missing, guest login
GET  /move-car/<key>/photo                        | missing, guest login
POST /move-car/<key>/confirmation                 | missing, guest login
POST /move-car/<key>/appeal                       | missing, guest login
POST /move-car/<key>/decision                     | forbidden, guest login, spokesperson outsider missing
GET  /simulator/phone                             | missing
POST /simulator/phone                             | missing
GET  /simulator/wechat                            | missing
POST /simulator/wechat                            | missing
POST /simulator/wechat/new                        | missing
GET  /account/devices                             | ok, guest login
GET  /account/name                                | ok, guest login
POST /account/name                                | invalid, guest login
GET  /account/closing                             | ok, guest login
POST /account/closing                             | invalid, guest login
POST /account/closing/withdrawal                  | conflict, guest login
GET  /account/export                              | ok, guest login
POST /account/export                              | invalid, guest login
POST /account/devices/<id:session_id>/ending      | missing, guest login
POST /account/devices/ending                      | moved, guest login
GET  /recovery/mail                               | ok
POST /recovery/mail                               | conflict
GET  /admin/accounts                              | forbidden, guest login, administrator ok
GET  /admin/accounts/<public_id>                  | forbidden, guest login, administrator ok
POST /admin/accounts/<public_id>/disabling        | forbidden, guest login, administrator moved
POST /admin/accounts/<public_id>/enabling         | forbidden, guest login, administrator conflict
POST /admin/accounts/<public_id>/password-reset   | forbidden, guest login, administrator ok
POST /admin/accounts/<public_id>/second-factor-reset | forbidden, guest login, administrator conflict
GET  /readyz                                      | 503
GET  /metrics                                     | ok
GET  /admin/status                                | forbidden, guest login, administrator ok
GET  /admin/outbox                                | forbidden, guest login, administrator ok
POST /admin/outbox/<id:item_id>/attempt           | forbidden, guest login, administrator conflict
POST /admin/outbox/<id:item_id>/abandonment       | forbidden, guest login, administrator conflict
GET  /admin/webhooks                              | forbidden, guest login, administrator ok
POST /admin/webhooks                              | forbidden, guest login, administrator invalid
POST /admin/webhooks/<id:webhook_id>/removal      | forbidden, guest login, administrator missing
POST /admin/webhooks/<id:webhook_id>/enabling     | forbidden, guest login, administrator missing
POST /admin/webhooks/<id:webhook_id>/disabling    | forbidden, guest login, administrator missing
POST /admin/webhooks/<id:webhook_id>/replay       | forbidden, guest login, administrator invalid

GET  /thread-<parts>.html                         | missing
GET  /forum-<parts>.html                          | missing
GET  /forum.php                                   | missing
GET  /viewthread.php                              | missing
GET  /forumdisplay.php                            | missing
GET  /redirect.php                                | missing
GET  /users/<profile>                             | ok
GET  /boards                                      | ok
GET  /threads                                     | ok
GET  /ask                                         | ok
POST /ask                                         | ok, guest login
GET  /threads/<id:thread_id>/sent                 | forbidden, guest login, asker ok
GET  /threads/<id:thread_id>/contact              | forbidden, guest login, asker spokesperson moderator ok
GET  /threads/<id:thread_id>/contact @pending     | missing, guest login, asker moderator ok
GET  /threads/<id:thread_id>/contact @contacted   | forbidden, guest login, asker spokesperson moderator ok
POST /threads/<id:thread_id>/contact              | forbidden, guest login, asker conflict, spokesperson moved
POST /threads/<id:thread_id>/contact @contacted   | forbidden, guest login, asker spokesperson moved
POST /threads/<id:thread_id>/contact @hidden      | forbidden, guest login, asker spokesperson conflict
POST /threads/<id:thread_id>/contact/look         | forbidden, guest login, moderator missing
POST /threads/<id:thread_id>/contact/look @contacted | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/contact/phone        | forbidden, guest login, spokesperson missing
POST /threads/<id:thread_id>/contact/phone @contacted | forbidden, guest login, spokesperson missing
POST /threads/<id:thread_id>/contact/withdrawal   | forbidden, guest login, asker moved
POST /threads/<id:thread_id>/contact/sharing      | forbidden, guest login, asker missing
GET  /boards/<slug>                               | ok
GET  /boards/<slug>/new                           | ok
GET  /boards/<slug>/new @announcement             | forbidden, guest login, moderator ok
POST /boards/<slug>/new                           | ok, guest login
POST /boards/<slug>/new @announcement             | forbidden, guest login, moderator ok
POST /boards/<slug>/new @press                    | forbidden, guest login, moderator reporter ok
GET  /departments                                 | ok
GET  /departments/<slug>                          | ok
GET  /departments/<slug>/people                   | ok
POST /departments/<slug>/people                   | forbidden, guest login, spokesperson administrator moved
POST /departments/<slug>/people/<id:person_id>/removal | forbidden, guest login, spokesperson administrator missing
GET  /departments/<slug>/rules                    | ok
GET  /departments/<slug>/rules/<id:number>        | ok
GET  /departments/<slug>/rules/edit               | forbidden, guest login, spokesperson administrator ok
POST /departments/<slug>/rules                    | forbidden, guest login, spokesperson administrator moved
GET  /departments/<slug>/promises                 | ok
GET  /departments/<slug>/quiz                     | missing
GET  /departments/<slug>/quiz @quizzed            | ok
GET  /departments/<slug>/quiz/practice @quizzed   | ok
GET  /departments/<slug>/quiz/test @quizzed       | ok
POST /departments/<slug>/quiz/test @quizzed       | 400
GET  /departments/<slug>/quiz/mistakes            | ok, guest login
POST /departments/<slug>/quiz/mistakes            | missing, guest login
POST /departments/<slug>/quiz/mistakes/removal    | missing, guest login
GET  /departments/<slug>/closing                  | forbidden, guest login, administrator ok
POST /departments/<slug>/closure                  | forbidden, guest login, administrator conflict
GET  /promises/<id:promise_id>                    | missing
GET  /promises/<id:promise_id> @promised          | ok
POST /promises/<id:promise_id>/answer @promised   | forbidden, guest login, spokesperson moved
GET  /reports                                     | ok
GET  /reports/new                                 | forbidden, guest login, reporter moderator ok
POST /reports                                     | forbidden, guest login, reporter moderator moved
GET  /reports/<id:report_id>                      | missing
GET  /reports/<id:report_id> @reported            | ok
GET  /reports/<id:report_id>/versions/<id:number> @reported | ok
GET  /reports/<id:report_id>/correction @reported | forbidden, guest login, reporter moderator ok
POST /reports/<id:report_id>/correction @reported | forbidden, guest login, reporter moderator moved
GET  /reports/<id:report_id>/withdrawal @reported | forbidden, guest login, reporter moderator ok
POST /reports/<id:report_id>/withdrawal @reported | forbidden, guest login, reporter moderator moved
GET  /card.png                                    | ok
GET  /threads/<id:thread_id>/card.png             | ok
GET  /threads/<id:thread_id>/card.png @hidden     | ok
GET  /threads/<id:thread_id>/card.png @pending    | missing
GET  /nearby                                      | ok
GET  /threads/<id:thread_id>/location             | forbidden, guest login, asker moderator ok
GET  /threads/<id:thread_id>/location @hidden     | forbidden, guest login, asker conflict, moderator ok
GET  /threads/<id:thread_id>/location @pending    | missing, guest login, asker moderator ok
POST /threads/<id:thread_id>/location             | forbidden, guest login, asker moderator moved
POST /threads/<id:thread_id>/location @hidden     | forbidden, guest login, asker conflict, moderator moved
GET  /api/v1/nearby                               | 400
PUT  /api/v1/threads/<id:thread_id>/location      | forbidden, guest login, asker moderator ok
PUT  /api/v1/threads/<id:thread_id>/location @pending | missing, guest login, asker moderator ok
GET  /api/v1/press-reports                        | ok
GET  /api/v1/press-reports/<id:report_id>         | missing
GET  /api/v1/departments                          | ok
GET  /api/v1/departments/<slug>/promises          | ok
GET  /api/v1/departments/<slug>                   | ok
GET  /api/v1/departments/<slug>/rules             | ok
GET  /api/v1/departments/<slug>/rules/<id:number> | missing
GET  /desk                                        | forbidden, guest login, spokesperson outsider ok
GET  /desk/transfers                              | forbidden, guest login, spokesperson outsider ok
POST /desk/transfers                              | forbidden, guest login, spokesperson outsider ok
GET  /desk/templates                              | forbidden, guest login, spokesperson outsider ok
POST /desk/templates                              | forbidden, guest login, spokesperson moved
POST /desk/templates/<id:template_id>/retirement  | forbidden, guest login, spokesperson outsider missing
POST /threads/<id:thread_id>/draft                | forbidden, guest login, spokesperson moved
POST /threads/<id:thread_id>/draft @pending       | forbidden, guest login, spokesperson outsider missing
POST /threads/<id:thread_id>/reply                | ok, guest login
POST /threads/<id:thread_id>/reply @closed        | conflict, guest login, asker ok

GET  /threads/<id:thread_id>                      | ok
GET  /threads/<id:thread_id> @pending             | missing, asker moderator ok
GET  /threads/<id:thread_id> @hidden              | ok
GET  /threads/<id:thread_id>/floors               | moved
GET  /threads/<id:thread_id>/floors @pending      | missing, asker moderator moved
GET  /threads/<id:thread_id>/floors/<id:floor>    | moved
GET  /threads/<id:thread_id>/reply                | ok, guest login
GET  /threads/<id:thread_id>/reply @closed        | conflict, guest login, asker ok
POST /threads/<id:thread_id>/posts                | moved, guest login
POST /threads/<id:thread_id>/posts @closed        | conflict, guest login, asker moved
POST /threads/<id:thread_id>/posts @pending       | missing, guest login, asker moderator conflict
POST /threads/<id:thread_id>/posts @result        | forbidden, guest login, spokesperson moved
POST /threads/<id:thread_id>/posts @first_reply   | forbidden, guest login, spokesperson moved
POST /threads/<id:thread_id>/posts @follow_up     | forbidden, guest login, asker moved
POST /threads/<id:thread_id>/support              | moved, guest login
POST /threads/<id:thread_id>/support @pending     | missing, guest login, asker moderator forbidden
POST /threads/<id:thread_id>/publication          | forbidden, guest login, moderator conflict
POST /threads/<id:thread_id>/publication @pending | missing, guest login, asker forbidden, moderator moved
POST /threads/<id:thread_id>/acceptance           | forbidden, guest login, spokesperson moved
POST /threads/<id:thread_id>/acceptance @accepted | forbidden, guest login, spokesperson conflict
POST /threads/<id:thread_id>/acceptance @pending  | missing, guest login, asker moderator forbidden
POST /threads/<id:thread_id>/closure              | forbidden, guest login, asker spokesperson conflict
POST /threads/<id:thread_id>/closure @answered    | forbidden, guest login, asker spokesperson moved
GET  /threads/<id:thread_id>/transfer             | ok, guest login
POST /threads/<id:thread_id>/transfer             | forbidden, guest login, spokesperson moved
POST /threads/<id:thread_id>/transfer @closed     | forbidden, guest login, spokesperson conflict
GET  /threads/<id:thread_id>/return               | ok, guest login
POST /threads/<id:thread_id>/return               | forbidden, guest login, spokesperson moved
GET  /threads/<id:thread_id>/routing              | ok, guest login
POST /threads/<id:thread_id>/routing              | forbidden, guest login, moderator conflict
POST /threads/<id:thread_id>/routing @pending     | missing, guest login, asker forbidden, moderator moved
GET  /threads/<id:thread_id>/cohandling           | ok, guest login
POST /threads/<id:thread_id>/cohandling @accepted | forbidden, guest login, spokesperson moved
GET  /threads/<id:thread_id>/input                | ok, guest login
POST /threads/<id:thread_id>/input                | forbidden, guest login
GET  /threads/<id:thread_id>/extension            | ok, guest login
POST /threads/<id:thread_id>/extension            | forbidden, guest login, spokesperson moved
GET  /threads/<id:thread_id>/declination          | ok, guest login
POST /threads/<id:thread_id>/declination          | forbidden, guest login, spokesperson moderator moved
GET  /threads/<id:thread_id>/rating               | ok, guest login
POST /threads/<id:thread_id>/rating               | forbidden, guest login, asker conflict
POST /threads/<id:thread_id>/rating @answered     | forbidden, guest login, asker moved
GET  /threads/<id:thread_id>/platform-answer      | ok, guest login
POST /threads/<id:thread_id>/platform-answer @pending | missing, guest login, asker forbidden, moderator moved
GET  /threads/<id:thread_id>/discussion           | ok, guest login
POST /threads/<id:thread_id>/discussion @pending  | missing, guest login, asker forbidden, moderator moved
GET  /supervision                                 | forbidden, guest login, supervisor ok
GET  /supervision.csv                             | forbidden, guest login, supervisor ok
GET  /supervision/notices                         | forbidden, guest login, supervisor ok
POST /supervision/notices                         | forbidden, guest login, supervisor invalid
GET  /supervision/briefs                          | forbidden, guest login, supervisor ok
GET  /supervision/briefs/<id:brief_id>            | forbidden, guest login, supervisor missing
GET  /supervision/briefs/<id:brief_id> @briefed   | forbidden, guest login, supervisor ok
GET  /supervision/briefs/<id:brief_id>.pdf @briefed | forbidden, guest login, supervisor ok
GET  /notices                                     | ok
GET  /notices/<id:notice_id>                      | missing
GET  /notices/<id:notice_id> @noticed             | ok
GET  /notices/<id:notice_id>.pdf @noticed         | ok
POST /notices/<id:notice_id>/receipt @noticed     | forbidden, guest login, spokesperson moved
POST /notices/<id:notice_id>/feedback @noticed    | forbidden, guest login, spokesperson moved
POST /notices/<id:notice_id>/closing @noticed     | forbidden, guest login, supervisor moved
GET  /api/v1/notices                              | ok
GET  /supervision/assessments                     | forbidden, guest login, supervisor ok
POST /supervision/assessments                     | forbidden, guest login, supervisor invalid
GET  /assessments                                 | ok
GET  /assessments/<id:assessment_id>              | missing
GET  /assessments/<id:assessment_id>/threads      | missing
GET  /assessments/<id:assessment_id>.json         | missing
GET  /assessments/<id:assessment_id>.csv          | missing
GET  /assessments/<id:assessment_id>.cases.csv    | missing
GET  /api/v1/assessments                          | ok
GET  /api/v1/assessments/<id:assessment_id>       | missing
POST /supervision/extensions/<id:extension_id>/decision | forbidden, guest login, supervisor missing
POST /threads/<id:thread_id>/watch                | moved, guest login
POST /threads/<id:thread_id>/watch @pending       | missing, guest login, asker moderator moved
POST /threads/<id:thread_id>/reading              | moved, guest login
POST /threads/<id:thread_id>/reading @pending     | missing, guest login, asker moderator moved
POST /threads/<id:thread_id>/unwatch              | moved, guest login
POST /threads/<id:thread_id>/unwatch @pending     | missing, guest login, asker moderator moved
DELETE /threads/<id:thread_id>                    | never
DELETE /threads/<id:thread_id> @pending           | never

GET  /posts/<id:post_id>                          | moved
GET  /posts/<id:post_id> @pending                 | missing, asker moderator moved
POST /posts/<id:post_id>/edit                     | forbidden, guest login, asker ok
GET  /posts/<id:post_id>/edit                     | forbidden, guest login, asker ok
GET  /posts/<id:post_id>/edit @hidden             | forbidden, guest login, asker conflict
GET  /posts/<id:post_id>/revisions                | ok
GET  /posts/<id:post_id>/revisions @hidden        | ok
GET  /posts/<id:post_id>/revisions @pending       | missing, asker moderator ok
POST /posts/<id:post_id>/revisions                | forbidden, guest login, asker moved
POST /posts/<id:post_id>/revisions @hidden        | forbidden, guest login, asker conflict
POST /posts/<id:post_id>/revisions @pending       | missing, guest login, asker moved, moderator forbidden
GET  /posts/<id:post_id>/deletion                 | ok
GET  /posts/<id:post_id>/deletion @pending        | missing, asker moderator ok
GET  /posts/<id:post_id>/hiding                   | forbidden, guest login, moderator ok
POST /posts/<id:post_id>/hiding                   | forbidden, guest login, moderator moved
POST /posts/<id:post_id>/hiding @hidden           | forbidden, guest login, moderator conflict
GET  /posts/<id:post_id>/covering                 | forbidden, guest login, moderator ok
POST /posts/<id:post_id>/covering                 | forbidden, guest login, moderator moved
POST /posts/<id:post_id>/uncovering               | forbidden, guest login, moderator invalid
POST /posts/<id:post_id>/restoration              | forbidden, guest login, moderator conflict
POST /posts/<id:post_id>/restoration @hidden      | forbidden, guest login, moderator moved
DELETE /posts/<id:post_id>                        | never
DELETE /posts/<id:post_id> @hidden                | never

GET  /orders                                      | ok
GET  /orders/new                                  | forbidden, guest login, administrator ok
POST /orders                                      | forbidden, guest login, administrator moved
POST /orders @unsigned                            | forbidden, guest login, administrator invalid
GET  /orders/<id:order_id> @ordered               | missing, supervisor administrator ok
GET  /orders/<id:order_id> @sealed                | ok
POST /orders/<id:order_id>/confirmation @ordered  | forbidden, guest login, administrator moved
POST /orders/<id:order_id>/confirmation @own_order | forbidden, guest login
POST /orders/<id:order_id>/confirmation @sealed   | forbidden, guest login, administrator conflict
POST /orders/<id:order_id>/withdrawal @ordered    | forbidden, guest login, administrator moved
POST /orders/<id:order_id>/scan @ordered          | forbidden, guest login, supervisor administrator ok
GET  /posts/<id:post_id>/covering @sealed         | forbidden, guest login, moderator conflict
GET  /posts/<id:post_id>/edit @sealed             | forbidden, guest login, asker conflict
POST /posts/<id:post_id>/hiding @sealed           | forbidden, guest login, moderator moved

GET  /my                                          | ok, guest login
GET  /my/replies                                  | ok, guest login
GET  /my/watches                                  | ok, guest login
GET  /my/places                                   | ok, guest login
GET  /my/ratings                                  | ok, guest login
GET  /my/history                                  | ok, guest login
POST /my/history/keeping                          | moved, guest login
POST /my/history/clearing                         | moved, guest login
POST /my/reading                                  | moved, guest login

GET  /drafts                                      | ok, guest login
POST /drafts                                      | moved, guest login
POST /drafts/<id:draft_id>/deletion               | missing, guest login
POST /preview                                     | ok
POST /boards/<slug>/watch                         | moved, guest login
POST /boards/<slug>/unwatch                       | moved, guest login
POST /departments/<slug>/watch                    | moved, guest login
POST /departments/<slug>/unwatch                  | moved, guest login
GET  /notifications                               | ok, guest login
POST /notifications/<id:notification_id>/opening  | missing, guest login, asker moved
POST /notifications/reading                       | moved, guest login
GET  /notifications/settings                      | ok, guest login
POST /notifications/settings                      | moved, guest login
GET  /named/<bearer>                              | missing
GET  /names                                       | ok, guest login
GET  /search/saved                                | ok, guest login
POST /search/saved                                | invalid, guest login
POST /search/saved/<id:saved_id>/removal          | missing, guest login
POST /notifications/devices                       | invalid, guest login
POST /notifications/devices/<id:device_id>/removal | missing, guest login
GET  /notifications/unsubscribe/<token>           | missing
POST /notifications/unsubscribe/<token>           | missing

GET  /hotline                                     | forbidden, guest login, operator ok
POST /hotline/calls                               | forbidden, guest login, operator moved
POST /hotline/calls @unchosen                     | forbidden, guest login, operator ok
GET  /hotline/callbacks                           | forbidden, guest login, operator ok
GET  /hotline/callbacks/<id:callback_id> @owed    | forbidden, guest login, operator ok
POST /hotline/callbacks/<id:callback_id>/look @owed | forbidden, guest login, operator ok
POST /hotline/callbacks/<id:callback_id>/closure @owed | forbidden, guest login, operator moved
GET  /hotline/looks                               | forbidden, guest login, supervisor ok

GET  /moderation                                  | forbidden, guest login, moderator ok
GET  /moderation/log                              | ok
GET  /statistics                                  | ok
GET  /statistics/threads                          | missing
GET  /hot                                         | ok
GET  /hot/threads                                 | missing
GET  /topics                                      | ok
GET  /topics/new                                  | forbidden, guest login, moderator supervisor ok
POST /topics                                      | forbidden, guest login, moderator supervisor moved
GET  /topics/<topic>                              | missing
GET  /topics/<topic> @gathered                    | ok
POST /topics/<topic>/threads @gathered            | forbidden, guest login, moderator supervisor invalid
POST /topics/<topic>/removal @gathered            | forbidden, guest login, moderator supervisor moved
POST /topics/<topic>/revision @gathered           | forbidden, guest login, moderator supervisor moved
POST /topics/<topic>/closure @gathered            | forbidden, guest login, moderator supervisor moved
GET  /statistics.csv                              | ok
GET  /statistics.xlsx                             | ok
GET  /threads/<id:thread_id>/relocation        | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/relocation        | forbidden, guest login, moderator conflict
GET  /threads/<id:thread_id>/merger            | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/merger            | forbidden, guest login, moderator invalid
GET  /threads/<id:thread_id>/split             | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/split             | forbidden, guest login, moderator invalid
GET  /threads/<id:thread_id>/pin               | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/pin               | forbidden, guest login, moderator moved
GET  /threads/<id:thread_id>/unpin             | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/unpin             | forbidden, guest login, moderator conflict
GET  /threads/<id:thread_id>/highlight         | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/highlight         | forbidden, guest login, moderator moved
GET  /threads/<id:thread_id>/unhighlight       | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/unhighlight       | forbidden, guest login, moderator conflict
GET  /threads/<id:thread_id>/lock              | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/lock              | forbidden, guest login, moderator moved
GET  /threads/<id:thread_id>/unlock            | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/unlock            | forbidden, guest login, moderator conflict
GET  /threads/<id:thread_id>/end               | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/end               | forbidden, guest login, moderator conflict
GET  /threads/<id:thread_id>/reopening         | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/reopening         | forbidden, guest login, moderator conflict
GET  /threads/<id:thread_id>/duplication       | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/duplication       | forbidden, guest login, moderator invalid
GET  /threads/<id:thread_id>/separation        | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/separation        | forbidden, guest login, moderator conflict
GET  /threads/<id:thread_id>/hiding            | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/hiding            | forbidden, guest login, moderator moved
GET  /threads/<id:thread_id>/restoration       | forbidden, guest login, moderator ok
POST /threads/<id:thread_id>/restoration       | forbidden, guest login, moderator conflict
POST /threads/<id:thread_id>/lock @pending    | forbidden, guest login, moderator moved
GET  /posts/<id:post_id>/report                   | ok, guest login
GET  /posts/<id:post_id>/report @pending          | missing, guest login, asker moderator ok
POST /posts/<id:post_id>/report                   | moved, guest login
POST /posts/<id:post_id>/report @pending          | missing, guest login, asker moderator moved
GET  /posts/<id:post_id>/warning                  | forbidden, guest login, moderator ok
POST /posts/<id:post_id>/warning                  | forbidden, guest login, moderator moved
GET  /posts/<id:post_id>/suspension               | forbidden, guest login, moderator ok
POST /posts/<id:post_id>/suspension               | forbidden, guest login, moderator moved
GET  /account/reports                             | ok, guest login
GET  /account/sanctions                           | ok, guest login
GET  /moderation/reports                          | forbidden, guest login, moderator ok
POST /moderation/reports/<id:post_id>/decision    | forbidden, guest login, moderator conflict
GET  /moderation/sanctions                        | forbidden, guest login, moderator supervisor ok
POST /moderation/sanctions/<id:sanction_id>/lifting | forbidden, guest login, moderator missing
GET  /feeds/moderation.atom                       | ok
GET  /robots.txt                                  | ok
GET  /manifest.webmanifest                        | ok
GET  /sw.js                                       | ok
GET  /outbox                                      | ok
GET  /outbox/session                              | ok
GET  /outbox/withdrawn                            | ok
POST /share                                       | moved
GET  /sitemap.xml                                 | ok
GET  /sitemaps/places.xml                         | ok
GET  /sitemaps/threads/<id:part>.xml              | ok
GET  /open311/v2/discovery.<form>                 | ok
GET  /open311/v2/services.<form>                  | ok
GET  /open311/v2/services/<slug>.<form>           | ok
GET  /open311/v2/requests.<form>                  | ok
GET  /open311/v2/requests/<id:thread_id>.<form>   | ok
GET  /open311/v2/requests/<id:thread_id>.<form> @pending | missing
GET  /open311/v2/requests/<id:thread_id>.<form> @hidden | ok
GET  /open311/v2/tokens/<token>.<form>            | missing
POST /open311/v2/requests.<form>                  | forbidden
GET  /open-data                                   | ok
GET  /open-data/<name>                            | missing
GET  /feeds/site.atom                             | ok
GET  /feeds/boards/<slug>.atom                    | ok
GET  /feeds/departments/<slug>.atom               | ok
GET  /feeds/categories/<id:category_id>.atom      | ok
GET  /feeds/threads/<id:thread_id>.atom           | ok
GET  /feeds/threads/<id:thread_id>.atom @pending  | missing
GET  /feeds/threads/<id:thread_id>.atom @hidden   | ok
GET  /feeds/search.atom                           | ok
GET  /moderation/screening/<id:thread_id>         | forbidden, guest login, moderator missing
GET  /moderation/screening/<id:thread_id> @pending | forbidden, guest login, moderator ok
GET  /moderation/words                            | forbidden, guest login, moderator ok
POST /moderation/words                            | forbidden, guest login, moderator moved
POST /moderation/words/trial                      | forbidden, guest login, moderator ok
POST /moderation/words/<id:word_id>/retirement    | forbidden, guest login, moderator missing
GET  /moderation/search                           | forbidden, guest login, moderator ok
GET  /moderation/held                             | forbidden, guest login, moderator ok
POST /moderation/held/<id:held_id>/decision       | forbidden, guest login, moderator missing
POST /moderation/dispositions                     | forbidden, guest login, moderator invalid
GET  /ledger                                      | ok
GET  /ledger/check                                | ok
POST /ledger/check                                | invalid
GET  /ledger/checkpoint                           | ok
GET  /ledger/witnessed                            | missing
GET  /ledger/vkey                                 | ok
GET  /ledger/tile/<path:address>                  | ok
POST /ledger/cosignatures                         | 400
GET  /posts/<id:post_id>/proof                    | ok
GET  /posts/<id:post_id>/proof @hidden            | ok
GET  /posts/<id:post_id>/proof @pending           | missing, asker moderator ok
GET  /posts/<id:post_id>/receipt                  | ok
GET  /posts/<id:post_id>/receipt @hidden          | ok
GET  /posts/<id:post_id>/receipt @pending         | missing, asker moderator ok
GET  /search                                      | ok
GET  /search/similar                              | ok, guest login

GET    /api/v1/openapi.json                                  | ok
POST   /api/v1/tokens                                        | ok
DELETE /api/v1/tokens/current                                | ok, guest login
POST   /api/v1/accounts                                      | invalid
GET    /api/v1/search                                        | ok
GET    /api/v1/boards                                        | ok
GET    /api/v1/boards/<slug>                                 | ok
GET    /api/v1/boards/<slug>/threads                         | ok
POST   /api/v1/boards/<slug>/threads                         | ok, guest login
POST   /api/v1/files                                         | ok, guest login
POST   /api/v1/boards/<slug>/threads @announcement           | forbidden, guest login, moderator ok
POST   /api/v1/boards/<slug>/threads @press                  | forbidden, guest login, moderator reporter ok
GET    /api/v1/departments/<slug>/record                     | ok
GET    /api/v1/threads/<id:thread_id>                        | ok
GET    /api/v1/threads/<id:thread_id> @pending               | missing, asker moderator ok
GET    /api/v1/threads/<id:thread_id>/posts                  | ok
GET    /api/v1/threads/<id:thread_id>/posts @pending         | missing, asker moderator ok
POST   /api/v1/threads/<id:thread_id>/posts                  | ok, guest login
POST   /api/v1/threads/<id:thread_id>/posts @closed          | conflict, guest login, asker ok
POST   /api/v1/threads/<id:thread_id>/posts @pending         | missing, guest login, asker moderator conflict
POST   /api/v1/threads/<id:thread_id>/posts @result          | forbidden, guest login, spokesperson ok
POST   /api/v1/threads/<id:thread_id>/posts @first_reply     | forbidden, guest login, spokesperson ok
POST   /api/v1/threads/<id:thread_id>/posts @follow_up       | forbidden, guest login, asker ok
POST   /api/v1/threads/<id:thread_id>/support                | ok, guest login
POST   /api/v1/threads/<id:thread_id>/support @pending       | missing, guest login, asker moderator forbidden
POST   /api/v1/threads/<id:thread_id>/publication            | forbidden, guest login, moderator conflict
POST   /api/v1/threads/<id:thread_id>/publication @pending   | missing, guest login, asker forbidden, moderator ok
POST   /api/v1/threads/<id:thread_id>/acceptance             | forbidden, guest login, spokesperson ok
POST   /api/v1/threads/<id:thread_id>/acceptance @accepted   | forbidden, guest login, spokesperson conflict
POST   /api/v1/threads/<id:thread_id>/acceptance @pending    | missing, guest login, asker moderator forbidden
POST   /api/v1/threads/<id:thread_id>/transfer               | forbidden, guest login, spokesperson ok
POST   /api/v1/threads/<id:thread_id>/return                 | forbidden, guest login, spokesperson ok
POST   /api/v1/threads/<id:thread_id>/routing @pending       | missing, guest login, asker forbidden, moderator ok
POST   /api/v1/threads/<id:thread_id>/cohandling @accepted   | forbidden, guest login, spokesperson ok
POST   /api/v1/threads/<id:thread_id>/input                  | forbidden, guest login
POST   /api/v1/threads/<id:thread_id>/extension              | forbidden, guest login, spokesperson ok
POST   /api/v1/threads/<id:thread_id>/declination            | forbidden, guest login, spokesperson moderator ok
POST   /api/v1/threads/<id:thread_id>/rating @answered       | forbidden, guest login, asker ok
POST   /api/v1/threads/<id:thread_id>/closure                | forbidden, guest login, asker spokesperson conflict
POST   /api/v1/threads/<id:thread_id>/closure @answered      | forbidden, guest login, asker spokesperson ok
DELETE /api/v1/threads/<id:thread_id>                        | never
DELETE /api/v1/threads/<id:thread_id> @pending               | never
GET    /api/v1/ledger                                        | ok
GET    /api/v1/ledger/openings                               | ok
GET    /api/v1/ledger/rows                                   | ok
GET    /api/v1/posts/<id:post_id>/proof                      | ok
GET    /api/v1/posts/<id:post_id>/proof @hidden              | ok
GET    /api/v1/posts/<id:post_id>/proof @pending             | missing, asker moderator ok
GET    /api/v1/posts/<id:post_id>                            | ok
GET    /api/v1/posts/<id:post_id> @hidden                    | ok
GET    /api/v1/posts/<id:post_id> @pending                   | missing, asker moderator ok
GET    /api/v1/posts/<id:post_id>/revisions                  | ok
GET    /api/v1/posts/<id:post_id>/revisions @hidden          | ok
GET    /api/v1/posts/<id:post_id>/revisions @pending         | missing, asker moderator ok
PUT    /api/v1/posts/<id:post_id>                            | forbidden, guest login, asker ok
PUT    /api/v1/posts/<id:post_id> @hidden                    | forbidden, guest login, asker conflict
PUT    /api/v1/posts/<id:post_id> @pending                   | missing, guest login, asker ok, moderator forbidden
DELETE /api/v1/posts/<id:post_id>                            | never
DELETE /api/v1/posts/<id:post_id> @hidden                    | never
POST   /api/v1/posts/<id:post_id>/hiding                     | forbidden, guest login, moderator ok
POST   /api/v1/posts/<id:post_id>/hiding @hidden             | forbidden, guest login, moderator conflict
DELETE /api/v1/posts/<id:post_id>/hiding                     | forbidden, guest login, moderator conflict
DELETE /api/v1/posts/<id:post_id>/hiding @hidden             | forbidden, guest login, moderator ok
POST   /api/v1/posts/<id:post_id>/report                     | ok, guest login
POST   /api/v1/posts/<id:post_id>/report @pending            | missing, guest login, asker moderator ok
POST   /api/v1/threads/<id:thread_id>/relocation                | forbidden, guest login, moderator conflict
POST   /api/v1/threads/<id:thread_id>/merger                    | forbidden, guest login, moderator invalid
POST   /api/v1/threads/<id:thread_id>/split                     | forbidden, guest login, moderator invalid
POST   /api/v1/threads/<id:thread_id>/pin                       | forbidden, guest login, moderator ok
DELETE /api/v1/threads/<id:thread_id>/pin                       | forbidden, guest login, moderator conflict
POST   /api/v1/threads/<id:thread_id>/highlight                 | forbidden, guest login, moderator ok
DELETE /api/v1/threads/<id:thread_id>/highlight                 | forbidden, guest login, moderator conflict
POST   /api/v1/threads/<id:thread_id>/lock                      | forbidden, guest login, moderator ok
DELETE /api/v1/threads/<id:thread_id>/lock                      | forbidden, guest login, moderator conflict
POST   /api/v1/threads/<id:thread_id>/end                       | forbidden, guest login, moderator conflict
DELETE /api/v1/threads/<id:thread_id>/end                       | forbidden, guest login, moderator conflict
POST   /api/v1/threads/<id:thread_id>/duplication               | forbidden, guest login, moderator invalid
DELETE /api/v1/threads/<id:thread_id>/duplication               | forbidden, guest login, moderator conflict
POST   /api/v1/threads/<id:thread_id>/hiding                    | forbidden, guest login, moderator ok
DELETE /api/v1/threads/<id:thread_id>/hiding                    | forbidden, guest login, moderator conflict
POST   /api/v1/posts/<id:post_id>/warning                    | forbidden, guest login, moderator ok
POST   /api/v1/posts/<id:post_id>/suspension                 | forbidden, guest login, moderator ok
POST   /api/v1/sanctions/<id:sanction_id>/lifting            | forbidden, guest login, moderator missing
GET    /api/v1/sanctions                                     | ok, guest login
GET    /api/v1/reports                                       | ok, guest login
GET    /api/v1/moderation/reports                            | forbidden, guest login, moderator ok
POST   /api/v1/moderation/reports/<id:post_id>/decision      | forbidden, guest login, moderator conflict
GET    /api/v1/moderation/log                                | ok
GET    /api/v1/hot                                           | ok
GET    /api/v1/hot/threads                                   | 400
GET    /api/v1/topics                                        | ok
GET    /api/v1/topics/<topic>                                | missing
GET    /api/v1/statistics                                    | ok
GET    /api/v1/statistics/threads                            | 400
"""

# What goes with a request, by rule and, where it matters, state. The API gets the same as JSON.
WORDS = {"text": "路口没有灯，请装一个。"}
QUESTION = {"title": "路口的灯", "kind": "complaint", **WORDS}
CALL = {**QUESTION, "caller": "朱女士", "phone": "13812341234", "called_at": "2014-09-22T09:30"}
HIDING = {"code": "personal", "reason": "写了别人的电话"}
PASSWORD = "a long enough password"
ADMINISTERING = {"reason": "本人到窗口申请", "password": PASSWORD}
REPORT = {
    "title": "路口的灯亮了",
    "byline": "朱明",
    "medium": "清源日报",
    "published_on": "2014-09-21",
    "url": "https://news.example.cn/1",
    "text": "",
}
SENT = {
    "/api/v1/files": lambda at, cast: {"file": (io.BytesIO(picture()), "a.jpg")},
    "/threads/<id:thread_id>/location": {"address": "人民路", "based_on": "0", "reason": "写错了"},
    "/api/v1/threads/<id:thread_id>/location": {"address": "人民路", "based_on": 0, "reason": "写错了"},
    "/reports": lambda at, cast: {**REPORT, "threads": str(at.thread_id)},
    "/reports/<id:report_id>/correction @reported": lambda at, cast: {
        **REPORT,
        "threads": str(at.thread_id),
        "note": "改一处",
        "based_on": "1",
    },
    "/reports/<id:report_id>/withdrawal @reported": {"reason": "写错了"},
    "/threads/<id:thread_id>/reading": {"floor": "1"},
    "/threads/<id:thread_id>/contact": {"text": "请告诉我们是几号楼。"},
    "/threads/<id:thread_id>/contact/look": {"reason": "提问人投诉"},
    "/threads/<id:thread_id>/contact/sharing": {"department": "1"},
    "/language": {"lang": "en"},
    "/about/shortcuts": {"keys": "off"},
    "/login": {"username": "asker", "password": PASSWORD},
    "/register": {"username": "newcomer", "display_name": "新来的", "password": "short"},
    "/account/password": {"current": "not the password", "password": "another long password"},
    "/account/second-factor": {"otp": "000000", "password": PASSWORD},
    "/account/second-factor/replacement": {"otp": "000000", "password": PASSWORD},
    "/account/mail": {"mail": "li@example.com", "password": PASSWORD},
    "/account/mail/confirmation": {"code": "x"},
    "/account/mail/removal": {"password": PASSWORD},
    "/account/phone/removal": {"password": PASSWORD},
    "/recovery/mail": {"who": "asker"},
    "/recovery": {"username": "asker", "recovery_code": "x", "password": PASSWORD},
    "/admin/accounts/<public_id>/disabling": ADMINISTERING,
    "/admin/accounts/<public_id>/enabling": ADMINISTERING,
    "/admin/accounts/<public_id>/password-reset": ADMINISTERING,
    "/admin/accounts/<public_id>/second-factor-reset": ADMINISTERING,
    "/boards/<slug>/new": QUESTION,
    "/api/v1/boards/<slug>/threads": QUESTION,
    "/ask": {**QUESTION, "to": "jiaotong"},
    "/threads/<id:thread_id>/posts": {**WORDS, "kind": "reply"},
    "/threads/<id:thread_id>/posts @result": {**WORDS, "kind": "result"},
    "/threads/<id:thread_id>/posts @first_reply": {**WORDS, "kind": "first_reply"},
    "/threads/<id:thread_id>/posts @follow_up": {**WORDS, "kind": "follow_up"},
    "/api/v1/threads/<id:thread_id>/transfer": {"to": "jiaotong", "explanation": "归交通局管，请带身份证去窗口。"},
    "/api/v1/threads/<id:thread_id>/return": {"reason": "不知道归谁管"},
    "/api/v1/threads/<id:thread_id>/routing": {"to": "jiaotong"},
    "/api/v1/threads/<id:thread_id>/cohandling": {"departments": ["jiaotong"], **WORDS},
    "/api/v1/threads/<id:thread_id>/input": WORDS,
    "/api/v1/threads/<id:thread_id>/extension": {"until": "2014-10-20T10:00:00+08:00", "reason": "要等设备"},
    "/api/v1/threads/<id:thread_id>/declination": {"code": "litigation", **WORDS},
    "/api/v1/threads/<id:thread_id>/rating": {"grade": 4},
    "/desk/transfers": lambda at, cast: {
        "thread": at.thread_id,
        "way": "transfer",
        "to": "jiaotong",
        "explanation": "归交通局管，请带身份证去窗口。",
    },
    "/desk/templates": {"department": "zhujian", "title": "收到", **WORDS},
    "/threads/<id:thread_id>/draft": {**WORDS, "kind": "result"},
    "/threads/<id:thread_id>/reply": {**WORDS, "kind": "result"},
    "/drafts": {**WORDS, "place": "ask"},
    "/preview": WORDS,
    "/posts/<id:post_id>/edit": WORDS,
    "/threads/<id:thread_id>/transfer": {"to": "jiaotong", "explanation": "归交通局管，请带身份证去窗口。"},
    "/threads/<id:thread_id>/return": {"reason": "不知道归谁管"},
    "/threads/<id:thread_id>/routing": {"to": "jiaotong"},
    "/threads/<id:thread_id>/cohandling": {"departments": "jiaotong", **WORDS},
    "/threads/<id:thread_id>/input": WORDS,
    "/threads/<id:thread_id>/extension": {"until": "2014-10-20T10:00", "reason": "要等设备"},
    "/threads/<id:thread_id>/declination": {"code": "litigation", **WORDS},
    "/threads/<id:thread_id>/rating": {"grade": "4", "text": ""},
    "/threads/<id:thread_id>/platform-answer": WORDS,
    "/threads/<id:thread_id>/discussion": {"board": "chengshi"},
    "/moderation/words": {"words": "赌博", "tier": "hold"},
    "/moderation/words/trial": {"words": "赌博", "tier": "hold"},
    "/supervision/extensions/<id:extension_id>/decision": {"granted": "yes"},
    "/departments/<slug>/people": lambda at, cast: {"kind": "deputy", "name": f"李{at.thread_id}", "office": "副局长"},
    "/departments/<slug>/closure": {**ADMINISTERING, "reason": "机构改革"},
    "/promises/<id:promise_id>/answer": {"outcome": "none", "text": "不是承诺"},
    "/departments/<slug>/rules": lambda at, cast: {
        "text": f"第{at.thread_id}条",
        "based_on": str(WorkingRules.select().count()),
    },
    "/notices/<id:notice_id>/feedback": {"text": "已派人检查"},
    "/notices/<id:notice_id>/closing": {"text": "已有安排"},
    "/topics": lambda at, cast: {"title": "停水", "slug": f"new-{at.thread_id}", "introduction": "城北停水。"},
    "/topics/<topic>/removal": lambda at, cast: {"thread": str(at.thread_id), "text": "说的是另一件事"},
    "/topics/<topic>/revision": {"title": "停水", "introduction": "城北停水三天。"},
    "/topics/<topic>/closure": {"result": "恢复供水。"},
    "/posts/<id:post_id>/revisions": {"text": "路口没有灯，请装一个；最好本周。"},
    "/hotline/calls": {**CALL, "board": "zhujian"},
    "/hotline/calls @unchosen": CALL,
    "/hotline/callbacks/<id:callback_id>/closure": {"outcome": "reached"},
    "/posts/<id:post_id>/hiding": HIDING,
    "/threads/<id:thread_id>/relocation": {"board": "chengshi", "code": "wrong_board"},
    "/threads/<id:thread_id>/merger": {"into": 999, "code": "same_matter"},
    "/threads/<id:thread_id>/split": {"floors": "2", "title": "另一件事", "code": "another_matter"},
    "/threads/<id:thread_id>/pin": {"code": "notice"},
    "/threads/<id:thread_id>/unpin": {"code": "outdated"},
    "/threads/<id:thread_id>/highlight": {"code": "valuable"},
    "/threads/<id:thread_id>/unhighlight": {"code": "outdated"},
    "/threads/<id:thread_id>/lock": {"code": "heated"},
    "/threads/<id:thread_id>/unlock": {"code": "no_longer"},
    "/threads/<id:thread_id>/end": {"code": "settled"},
    "/threads/<id:thread_id>/reopening": {"code": "mistake"},
    "/threads/<id:thread_id>/duplication": {"of": 999, "code": "same_matter"},
    "/threads/<id:thread_id>/separation": {"code": "mistake"},
    "/threads/<id:thread_id>/hiding": HIDING,
    "/threads/<id:thread_id>/restoration": {"code": "mistake"},
    "/api/v1/threads/<id:thread_id>/split": {"floors": [2], "title": "另一件事", "code": "another_matter"},
    "/posts/<id:post_id>/report": {"code": "insult"},
    "/posts/<id:post_id>/warning": HIDING,
    "/posts/<id:post_id>/suspension": {**HIDING, "until": "2014-10-01T10:00"},
    "/moderation/reports/<id:post_id>/decision": {"outcome": "dismissed", "answer": "这一楼没有违反规则。"},
    "/moderation/sanctions/<id:sanction_id>/lifting": {"code": "mistake"},
    "/api/v1/sanctions/<id:sanction_id>/lifting": {"code": "mistake"},
    "/orders": lambda at, cast: {**_order(at, cast), "password": PASSWORD, "scan": (io.BytesIO(_page()), "page.pdf")},
    "/orders @unsigned": lambda at, cast: {**_order(at, cast), "password": PASSWORD},
    "/orders/<id:order_id>/confirmation": {"password": PASSWORD},
    "/orders/<id:order_id>/withdrawal": {"withdrawal": "文号写错了"},
    "/posts/<id:post_id>/covering": {"parts": "1.1", "code": "address"},
    "/posts/<id:post_id>/uncovering": {"parts": "1.1", "reason": "没有盖过"},
    "/api/v1/tokens": {"username": "asker", "password": "a long enough password"},
    "/api/v1/accounts": {"username": "newcomer", "display_name": "新来的", "password": "short"},
    "/api/v1/posts/<id:post_id>": {"text": "路口没有灯，请装一个；最好本周。"},
    "/api/v1/posts/<id:post_id>/report": {"reason": "像是广告"},
}
ALIKE = (
    "/threads/<id:thread_id>/posts",
    "/posts/<id:post_id>/hiding",
    "/posts/<id:post_id>/warning",
    "/posts/<id:post_id>/suspension",
    "/moderation/reports/<id:post_id>/decision",
    *(
        f"/threads/<id:thread_id>/{noun}"
        for noun in "relocation merger pin highlight lock end duplication hiding".split()
    ),
)
SENT |= {f"/api/v1{rule}": sent for rule, sent in SENT.items() if rule.partition(" ")[0] in ALIKE}

OUTCOMES = {200: "ok", 201: "ok", 204: "ok", 301: "moved", 302: "moved", 303: "moved", 401: "login", 403: "forbidden",
            404: "missing", 405: "never", 409: "conflict", 422: "invalid"}  # fmt: skip
DONE = ("ok", "moved")


@dataclass(frozen=True)
class Line:
    """One line of the table: `outcomes` holds what each role gets."""

    method: str
    rule: str
    state: str
    outcomes: dict

    def __str__(self):
        return f"{self.method} {self.rule}{self.state and ' @' + self.state}"

    @property
    def sent(self):
        return SENT.get(f"{self.rule} @{self.state}", SENT.get(self.rule, {}))


def _read(line):
    request, outcomes = line.split("|")
    method, rule, *state = request.split()
    everybody, *exceptions = [part.split() for part in outcomes.split(",")]
    table = dict.fromkeys(ROLES, everybody[0])
    for *roles, outcome in exceptions:
        assert set(roles) <= set(ROLES), line
        table |= dict.fromkeys(roles, outcome)
    return Line(method, rule, state[0].removeprefix("@") if state else "", table)


LINES = [_read(line) for line in TABLE.splitlines() if line.strip()]


def test_the_table_lists_every_route_and_method_and_nothing_else(app):
    served = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}  # HEAD is GET without its body; OPTIONS tells the methods
    }
    listed = {f"{line.method} {line.rule}" for line in LINES}
    assert (served - listed, listed - served) == (set(), set())


@pytest.mark.parametrize("line", LINES, ids=str)
def test_every_role_gets_what_the_table_says(line, app, client_of, cast, stage):
    own = stage(line.state)
    got = {role: _outcome(line, own[role], getattr(cast, role), app, client_of) for role in ROLES}
    assert got == line.outcomes


@pytest.fixture
def settings(settings):
    """With one secret key in all tests, since what was staged in one is read in others."""
    return replace(settings, secret_key="the secret of every line" * 2)


@pytest.fixture(scope="module")
def staged():
    """What was staged before: {state: (its folder, what each role has in it)}."""
    return {}


@pytest.fixture
def stage(database, settings, places, cast, rules, screened, now, client_of, tmp_path, tmp_path_factory, staged):
    """stage(state): for each role a question of its own in that state, as what an address of it holds.

    A state is staged once; each line of the table gets a fresh copy of its database and data folder.
    """

    def set_up(state):
        if state in staged:
            _copy(database, staged[state][0], tmp_path)
        else:
            own = {role: made(state) for role in ROLES}
            Signer(settings).catch_up(now)
            _sign_in(cast, client_of)
            staged[state] = tmp_path_factory.mktemp("staged"), own
            _copy(database, tmp_path, staged[state][0])
        return {
            role: SimpleNamespace(**vars(at), sent=partial(_sent, at, cast)) for role, at in staged[state][1].items()
        }

    def made(state):
        if state == "quizzed":
            import_bank(places.housing, read_bank(TRAFFIC.read_bytes())[:3])
        if state in ("press", "announcement"):
            get_or_create_board(state, state, get_or_create_category(state, state, now=now), now=now)
            return SimpleNamespace(slug=state)
        if state == "owed":
            return SimpleNamespace(callback_id=_owed(places, cast, rules, settings, now))
        city = screened if state == "pending" else rules
        thread = ask(places.housing_board, actor=cast.asker, now=now, city=city, **QUESTION)
        _lead(thread, state, cast, rules, now)
        if state == "contacted":
            write(thread, "请告诉我们是几号楼。", actor=cast.spokesperson, now=now, settings=settings)
        first = Post.get(Post.thread == thread.id, Post.floor == 1)
        ordered = _ordered(first, state, cast, now) if state in ("ordered", "own_order", "sealed") else 1
        return SimpleNamespace(
            slug="zhujian",
            thread_id=thread.id,
            post_id=first.id,
            order_id=ordered,
            floor=1,
            filename="wenqu.css",
            key="nothing-is-kept-under-this",
            token="not-signed-here",
            form="xml",
            item_id=1,
            webhook_id=1,
            device_id=1,
            saved_id=1,
            bearer="无此人",
            extension_id=1,
            assessment_id=1,
            notice_id=_noticed(thread, cast, rules, now) if state == "noticed" else 1,
            topic=_gathered(thread, cast, now) if state == "gathered" else "none",
            brief_id=_briefed(now) if state == "briefed" else 99,
            template_id=1,
            file_id=1,
            name="0123456789ab.webp",
            person_id=1,
            report_id=_reported(thread, cast, now) if state == "reported" else 1,
            promise_id=_promised(thread, rules, now) if state == "promised" else 1,
            number=1,
            category_id=1,
            part=1,
            word_id=1,
            held_id=1,
            sanction_id=1,
            token_id=10**9,
            session_id=10**9,
            parts="1-1-1",
            profile=Account.get_by_id(cast.asker.account).profile_id,
            draft_id=10**9,
            public_id=cast.asker.public_id,
            address="0/000.p/1",
            notification_id=_told(thread, cast.asker, now),
        )

    return set_up


NO_FIGURES = json.dumps(
    {
        "counts": {"received": 0},
        **dict.fromkeys(("pending", "overdue", "unsatisfied_number"), 0),
        **dict.fromkeys(("offices", "late", "unsatisfied"), []),
    }
)


def _sent(at, cast, line):
    return line.sent(at, cast) if callable(line.sent) else line.sent


def _copy(database, source, target):
    """The database and the data folder, while nobody has the database open."""
    database.close()
    database.close_all()
    shutil.copytree(source, target, dirs_exist_ok=True)
    database.connect()


def _sign_in(cast, client_of):
    for actor in (getattr(cast, role) for role in ROLES):
        client_of(actor)
        if actor.signed_in:
            _token(actor)


def _order(at, cast):
    """What stands on a signed page that orders a post to be sealed, as it is typed."""
    return {
        "number": "令1",
        "signatory": str(cast.signatory.account),
        "office": "部长",
        "ground": "判决",
        "reason": "court",
        "signed_on": "2014-09-22",
        "post": str(at.post_id),
        "whole": "",
    }


def _page():
    kept = io.BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "PNG")
    return kept.getvalue()


def _ordered(post, state, cast, now):
    """The number of an order for a post, entered by another administrator than the cast's, but for "own_order"."""
    account = account_named("second") or accounts.open_account("second", "机房二号", None, now=now)
    accounts.grant(account, "administrator", now=now)
    other = actor_of_account(account, now)
    typed = _order(SimpleNamespace(post_id=post.id), cast)
    entered = orders.enter(
        typed, _page(), actor=cast.administrator if state == "own_order" else other, now=now, today=now.date()
    )
    if state == "sealed":
        orders.confirm(entered, actor=cast.administrator, now=now)
    return entered.id


def _noticed(thread, cast, rules, now):
    """The number of an 抄告单 about a question that nobody answered for ten days."""
    clock = Clock.get(Clock.thread == thread.id, Clock.kind == "answer")
    later = now + timedelta(days=10)
    return issue(NoticeKind.CIRCULAR, clock.id, actor=cast.supervisor, now=later, city=rules).id


def _briefed(now):
    """The number of a supervisors' brief."""
    return count("day", week_to(now.date()), now, could_be_a_name, NO_FIGURES).id


def _gathered(thread, cast, now):
    """The slug of a topic that the thread is in."""
    about = {"slug": f"topic-{thread.id}", "title": "停水", "introduction": "城北停水。"}
    return open_topic(actor=cast.supervisor, now=now, threads=str(thread.id), **about).slug


def _reported(thread, cast, now):
    """The number of the reporter's report about a question."""
    given = {**REPORT, "threads": str(thread.id)}
    return press.publish(given, actor=cast.reporter, now=now, today=now.date()).id


def _promised(thread, rules, now):
    """The number of the promise in a question's answer."""
    promises.reader(rules).catch_up(now)
    return Promise.get(Promise.thread == thread.id).id


def _owed(places, cast, rules, settings, now):
    """The number of a call owed to somebody who asked through the hotline."""
    caller, encryptor = Caller("朱女士", "13812341234", now), Encryptor(settings.secret_key)
    thread = enter(
        places.housing_board, caller, actor=cast.operator, now=now, city=rules, encryptor=encryptor, **QUESTION
    )
    with db.write():
        callbacks.open_callback(thread, callbacks.Cause.ANSWER, now, rules)
    return Callback.get(Callback.thread == thread.id).id


def _told(thread, account, now):
    """The number of something that `account` was told of the thread."""
    newest = Entry.select().where(Entry.thread_id == thread.id).order_by(Entry.id.desc()).get()
    told = {"account": account.account, "entry_id": newest.id, "event": "accepted", "thread": thread.id, "at": now}
    return Notification.create(**told).id


def _lead(thread, state, cast, rules, now):
    """Take a fresh question to `state`, as its department, its asker and a moderator would."""
    speaks = {"actor": cast.spokesperson, "now": now}
    if state in ("accepted", "first_reply", "result", "answered", "follow_up", "closed", "promised"):
        handling.accept(thread, **speaks)
    if state == "promised":
        handling.give_result(thread, **speaks, city=rules, text="信号灯12月31日前安装。")
    if state in ("answered", "follow_up", "closed"):
        handling.give_result(thread, **speaks, city=rules, text="已派人去看。")
    if state == "closed":
        handling.close(thread, **speaks)
    if state == "hidden":
        post = Post.get(Post.thread == thread.id, Post.floor == 1)
        hiding.hide(post, actor=cast.moderator, now=now, reason="写了别人的电话")


def _outcome(line, at, actor, app, client_of):
    """What `actor` gets; whoever is refused, and whoever only reads, must have written nothing."""
    before = _deeds()
    response = _ask(line, at, _address(app, line, at), actor, client_of)
    outcome = OUTCOMES.get(response.status_code, str(response.status_code))
    if outcome == "moved" and response.location.startswith(("/login?", "/kept/")):  # what a guest typed waits for him
        outcome = "login"
    if line.method == "GET" or outcome not in DONE:
        assert _deeds() == before, f"{line} left an entry for {actor.username}"
    return outcome


def _deeds():
    """How many entries there are but those of refused attempts, which some doors keep."""
    return Entry.select().where(Entry.deed != "order.refuse").count()


def _ask(line, at, address, actor, client_of):
    if not line.rule.startswith("/api/"):
        return client_of(actor).open(address, method=line.method, data=at.sent(line) or None, buffered=True)
    bearer = {"Authorization": f"Bearer {_token(actor)}"} if actor.signed_in else {}
    sent = {"data": at.sent(line)} if callable(line.sent) else {"json": line.sent or None}  # a form, or JSON
    return client_of(actor).open(address, method=line.method, headers=bearer, **sent)


def _token(actor):
    key = f"token of {actor.username}"
    if not Token.get_or_none(Token.key_hash == key_hash(key)):
        account = Account.get_by_id(actor.account)
        ends = account.created_at.replace(year=account.created_at.year + 50)
        Token.create(key_hash=key_hash(key), account=account, created_at=account.created_at, expires_at=ends)
    return key


def _address(app, line, at):
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == line.rule and line.method in rule.methods)
    with app.test_request_context():
        from flask import url_for

        return url_for(rule.endpoint, **{name: getattr(at, name) for name in rule.arguments})
