"""The blueprints of the gateways, for the application."""

from boards.channels.overview.views import views as overview
from boards.channels.wechat.sign_in_views import views as wechat_sign_in
from boards.channels.wechat.simulator_views import views as simulator
from boards.channels.wechat.views import views as wechat

OF_GATEWAYS = (overview, wechat, wechat_sign_in, simulator)
