"""A push message in Chromium: the service worker shows it, once for each tag."""

import json

import pytest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

READY = "const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(true))"
SHOWN = """
const done = arguments[0];
navigator.serviceWorker.ready.then((it) => it.getNotifications()).then((all) => done(
  all.map((each) => [each.title, each.body, each.tag, each.lang, each.data.url])))
"""


def test_a_message_is_shown_in_its_words_and_once(browser, site, question, until):
    browser.execute_cdp_cmd("Browser.grantPermissions", {"origin": site, "permissions": ["notifications"]})
    browser.set_script_timeout(60)
    browser.get(f"{site}/threads/{question.id}")
    browser.execute_script("navigator.serviceWorker.register('/sw.js')")
    assert browser.execute_async_script(READY)
    told = {
        "title": "有了处理意见（住建局）",
        "body": "三衢路口没有红绿灯",
        "url": "/threads/1/floors/2",
        "tag": "n7",
        "lang": "zh-CN",
    }
    browser.execute_cdp_cmd("ServiceWorker.enable", {})
    for data in (json.dumps(told), json.dumps(told), "nonsense"):
        push = {"origin": site, "registrationId": "0", "data": data}
        browser.execute_cdp_cmd("ServiceWorker.deliverPushMessage", push)
    until(lambda _: len(browser.execute_async_script(SHOWN)) == 2)
    shown = browser.execute_async_script(SHOWN)
    assert sorted(shown) == sorted(
        [list(told.values())[:2] + ["n7", "zh-CN", told["url"]], ["问渠", "", "", "zh-CN", "/notifications"]]
    )
