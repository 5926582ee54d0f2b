"""The blueprints of the channels with pages and files of their own; add new ones here.

`OF_GATEWAYS` are those that carry questions. `FREE` are those whose forms come from programs with a key, and so carry no CSRF token.
"""

from boards.channels.app.views import views as app
from boards.channels.cards.views import views as cards
from boards.channels.crawlers.views import views as crawlers
from boards.channels.feeds.views import views as feeds
from boards.channels.open311.views import views as open311
from boards.channels.opendata.views import views as opendata
from boards.channels.overview.views import views as overview
from boards.channels.phones.views import views as phones
from boards.channels.sms.views import views as sms
from boards.channels.voice.views import views as voice
from boards.channels.webhooks.views import views as webhooks
from boards.channels.wechat.sign_in_views import views as wechat_sign_in
from boards.channels.wechat.simulator_views import views as simulator
from boards.channels.wechat.views import views as wechat

OF_GATEWAYS = (overview, wechat, wechat_sign_in, simulator, phones, sms, voice)
PAGES = (feeds, crawlers, cards, app, webhooks, opendata)
FREE = (open311,)
