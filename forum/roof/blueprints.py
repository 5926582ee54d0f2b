"""Every blueprint of the program: pages, the API, and what takes no CSRF token."""

from boards.channels.api.blueprints import BLUEPRINTS as BOARDS_API
from boards.channels.api.files.api import api as files_api
from boards.channels.api.locations.api import api as locations_api
from boards.channels.api.offices.api import api as offices_api
from boards.channels.api.press.api import api as press_api
from boards.channels.blueprints import FREE as CHANNELS_WITHOUT_TOKEN, OF_GATEWAYS, PAGES as CHANNELS
from boards.channels.hotline.views import views as hotline
from boards.contact.views import views as contact
from boards.drafts.views import views as writing
from boards.export.views import views as export
from boards.imports.discuz.views import views as old_addresses
from boards.mentions.views import views as mentions
from boards.mine.views import views as mine
from boards.notifications.sending.views import views as unsubscribing
from boards.notifications.views import views as notifications_views
from boards.profiles.views import views as profiles
from boards.services.movecar.views import views as movecar
from boards.services.quiz.views import views as quiz
from boards.uploads.views import views as files
from boards.views.answering import views as answering
from boards.views.asking import views as asking
from boards.views.boards import views as boards
from boards.views.closing import views as closing
from boards.views.departments import views as departments
from boards.views.desk import views as desk
from boards.views.nearby import views as nearby
from boards.views.posts import views as posts
from boards.views.press import views as press
from boards.views.promises import views as promises_views
from boards.views.threads import views as threads
from boards.views.verbs import views as verbs
from forum.operations.views import views as operations
from forum.views.accounts import views as accounts_views
from forum.views.credentials import views as credentials
from forum.views.kept import views as kept_forms
from forum.views.mail import views as mail
from forum.views.outbox import views as outbox
from forum.views.personal import views as personal
from forum.views.phones import views as phones
from forum.views.site import views as site
from moderation.administration.views import views as administration
from moderation.assessments.api import api as assessments_api
from moderation.assessments.views import views as assessments
from moderation.blurring.views import views as blurring
from moderation.covering.views import views as covering
from moderation.held.views import views as held
from moderation.hiding.api import api as hiding_api
from moderation.hiding.views import views as hiding
from moderation.ledger.api import api as ledger_api
from moderation.ledger.audit.api import api as openings_api
from moderation.ledger.tlog_views import outlets as ledger_outlets
from moderation.ledger.views import checks as ledger_checks, views as ledger
from moderation.log.api import api as log_api
from moderation.log.views import views as public_log
from moderation.notices.api import api as notices_api
from moderation.notices.views import views as notices
from moderation.orders.views import views as orders
from moderation.reports.api import api as reports_api
from moderation.reports.views import views as reports
from moderation.sanctions.api import api as sanctions_api
from moderation.sanctions.views import views as sanctions
from moderation.screening.views import views as screening
from moderation.supervision.briefs.views import views as briefs
from moderation.supervision.hot.api import api as hot_api
from moderation.supervision.hot.views import views as hot
from moderation.supervision.statistics.api import api as statistics_api
from moderation.supervision.statistics.views import views as statistics
from moderation.supervision.topics.api import api as topics_api
from moderation.supervision.topics.views import views as topics
from moderation.supervision.views import views as supervision
from moderation.tools.api import api as tools_api
from moderation.tools.views import views as tools
from moderation.words.views import views as words
from search.concealed.views import views as concealed
from search.saved.views import views as saved_searches
from search.similar.views import views as before_asking
from search.views import api as search_api, views as search

BLUEPRINTS = (
    site, boards, *CHANNELS, asking, files, threads, answering, writing, verbs, posts, departments, closing,
    promises_views, press, nearby, quiz, movecar, desk, contact, hotline, notifications_views, unsubscribing, mine, accounts_views,
    credentials, kept_forms, mail, personal, phones, *OF_GATEWAYS, export, profiles, mentions, old_addresses,
    supervision, notices, assessments, statistics, hot, topics, briefs, public_log, hiding, covering, blurring, orders, screening,
    held, words, tools, reports, sanctions,
    administration, outbox, operations, ledger, search, saved_searches, before_asking, concealed,
)  # fmt: skip
# Without a CSRF token: a browser never sends a bearer token or an API key on its own, a witness signs, checking a receipt writes nothing.
FREE = (*CHANNELS_WITHOUT_TOKEN, ledger_outlets, ledger_checks)
# A guest's pages carry no cookie, so that they can be shared, and so no token; choosing a language changes nothing else.
# An unsubscribe link is signed; its one click comes from a mail program. What another app shares only fills a form. WeChat signs;
# SMS providers know a secret address.
FREE_VIEWS = (
    "site.language",
    "site.switch_shortcuts",
    "unsubscribing.stop",
    "app.share",
    "wechat.receive",
    "sms.receipts",
    "sms.inbound",
    "voice.events",
)
API = (
    *BOARDS_API, files_api, locations_api, offices_api, press_api, hiding_api, tools_api, log_api, statistics_api, hot_api,
    topics_api, notices_api, assessments_api, reports_api, sanctions_api, ledger_api, openings_api, search_api,
)  # fmt: skip
