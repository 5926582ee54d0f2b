"""The site as an app in Chromium: read threads open without a network, what is written then is sent once, on desktop and phone."""

import json

import pytest
from selenium.webdriver.common.by import By
from stage_line import Line
from stage_pictures import picture

from boards.files.models import PostFile
from boards.models.threads import Post, Thread
from forum.text.reasons import Reason
from moderation.hiding import actions as hiding

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

KEPT = """
const [path, done] = arguments;
(async () => {
  for (let tries = 0; tries < 300; tries++) {
    for (const name of await caches.keys()) if (name.startsWith('pages-') && await caches.match(path, {cacheName: name, ignoreVary: true})) return done(true);
    await new Promise((again) => setTimeout(again, 100));
  }
  done(false);
})();
"""
WAITING = "const done = arguments[0]; device.all().then((all) => done(all.map((each) => [each.state, each.key])))"
OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


@pytest.fixture
def line():
    made = Line()
    yield made
    made.close()


@pytest.fixture
def site(site, line):
    return line.lead_to(site)


@pytest.fixture
def kept(browser, site):
    """kept(path): read the page and wait until the device has a copy."""

    def read(path):
        browser.get(site + path)
        assert browser.execute_async_script(KEPT, path), path

    browser.set_script_timeout(60)
    return read


@pytest.fixture
def cut(browser, line):
    """cut(): there is no network any more, and the browser knows; cut(False) brings it back."""

    def change(off=True):
        line.become("down" if off else "up")
        browser.execute_cdp_cmd("Network.enable", {})
        browser.execute_cdp_cmd("Network.emulateNetworkConditions", {**OFFLINE, "offline": off})

    return change


def text_of(browser):
    return browser.find_element(By.TAG_NAME, "main").text


@pytest.mark.parametrize("width", [390, 1280])
def test_a_thread_that_was_read_opens_without_a_network(browser, site, sized, question, kept, cut, until, width):
    sized(width)
    kept(f"/threads/{question.id}")
    cut()
    browser.get(f"{site}/threads/{question.id}")
    mark = browser.find_element(By.ID, "offline-copy")
    assert "离线副本，" in mark.text and "分钟" in mark.text and mark.is_displayed()
    assert question.title in text_of(browser)
    assert (
        browser.execute_script("return getComputedStyle(document.querySelector('.top')).backgroundColor")
        == "rgb(11, 70, 83)"
    )
    cut(False)
    browser.get(f"{site}/threads/{question.id}")
    assert not browser.find_elements(By.ID, "offline-copy")


def test_another_page_says_what_can_be_read(browser, site, question, kept, cut, until):
    kept("/")
    kept(f"/threads/{question.id}")
    kept("/outbox")
    cut()
    browser.get(f"{site}/about")
    assert "没有存过" in browser.find_element(By.ID, "offline-copy").text
    links = until(lambda browser: browser.find_elements(By.CSS_SELECTOR, "#copies a"))
    assert f"{site}/threads/{question.id}" in [each.get_attribute("href") for each in links]


def test_it_can_be_installed(browser, site, question, kept):
    kept("/")
    assert browser.execute_cdp_cmd("Page.getInstallabilityErrors", {})["installabilityErrors"] == []
    manifest = json.loads(browser.execute_cdp_cmd("Page.getAppManifest", {})["data"])
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def _write(browser, title="三衢路口的路灯不亮"):
    browser.find_element(By.ID, "f-title").send_keys(title)
    browser.find_element(By.ID, "f-text").send_keys("三天没亮了。")
    browser.find_element(By.ID, "f-unknown").click()


def _press(browser):
    button = browser.find_element(By.CSS_SELECTOR, "main form.write .actions button.primary")
    browser.execute_script("arguments[0].click()", button)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_question_written_without_a_network_is_posted_once_when_it_is_back(
    browser, site, sized, sign_in, kept, cut, until, cast, places, width
):
    sized(width)
    sign_in("asker")
    kept("/outbox")
    kept("/ask")
    cut()
    browser.get(f"{site}/ask")
    assert browser.find_element(By.CSS_SELECTOR, "main form .actions button.primary").text == "有网络就发出"
    _write(browser)
    _press(browser)
    until(lambda browser: "/outbox" in browser.current_url)
    until(lambda browser: "三衢路口的路灯不亮" in text_of(browser) and "等网络" in text_of(browser))
    assert browser.execute_script("return Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))") == []
    cut(False)
    until(lambda browser: Thread.select().count() == 1)
    until(lambda browser: "已发出" in text_of(browser))
    browser.get(f"{site}/")
    browser.get(f"{site}/outbox")
    until(lambda browser: "没有等着发出的" in text_of(browser))
    assert Thread.select().count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_a_photo_chosen_without_a_network_goes_with_its_question(
    browser, site, sized, sign_in, kept, cut, until, cast, places, tmp_path, width
):
    photo = tmp_path / "IMG_1.jpg"
    photo.write_bytes(picture(place=True))
    sized(width)
    sign_in("asker")
    kept("/outbox")
    kept("/ask")
    cut()
    browser.get(f"{site}/ask")
    _write(browser)
    browser.find_element(By.ID, "f-pictures").send_keys(str(photo))
    _press(browser)
    until(lambda browser: "图片：1 张" in text_of(browser))
    cut(False)
    until(lambda browser: PostFile.select().count() == 1)
    until(lambda browser: "已发出" in text_of(browser))
    assert Thread.select().count() == 1


def test_what_a_guest_wrote_is_posted_once_he_has_logged_in(browser, site, sign_in, kept, cut, until, cast, places):
    kept("/outbox")
    kept("/ask")
    _write(browser)
    cut()
    _press(browser)
    until(lambda browser: "写的时候没有登录" in text_of(browser))
    cut(False)
    sign_in("asker", "/outbox")
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[data-do=send]")).click()
    until(lambda browser: Thread.select().count() == 1)
    assert Thread.get().author_id == cast.asker.account


def test_a_reply_whose_answer_was_lost_is_posted_once(browser, site, line, sign_in, question, kept, until):
    sign_in("neighbour")
    kept("/outbox")
    kept(f"/threads/{question.id}")
    browser.find_element(By.CSS_SELECTOR, "#reply textarea").send_keys("我也遇到了。")
    line.become("deaf")
    _press(browser)
    until(lambda browser: Post.select().count() == 2)
    until(lambda browser: "/outbox" in browser.current_url and "我也遇到了" in text_of(browser))
    line.become("up")
    browser.get(f"{site}/outbox")
    until(lambda browser: "已发出" in text_of(browser) or "没有等着发出的" in text_of(browser))
    assert Post.select().count() == 2


def test_what_the_server_refuses_stays_with_its_reason_and_can_be_mended(
    browser, site, sign_in, question, kept, cut, until
):
    sign_in("neighbour")
    kept("/outbox")
    kept(f"/threads/{question.id}")
    browser.execute_script("document.querySelector('#reply textarea').value = '字'.repeat(20001)")
    cut()
    _press(browser)
    until(lambda browser: "等网络" in text_of(browser))
    cut(False)
    until(lambda browser: "没有发成" in text_of(browser))
    assert "20000" in text_of(browser).replace(",", "") or "个字" in text_of(browser)
    browser.find_element(By.CSS_SELECTOR, "[data-do=edit]").click()
    field = browser.find_element(By.CSS_SELECTOR, ".outbox-change textarea")
    field.clear()
    field.send_keys("短一点。")
    browser.find_element(By.CSS_SELECTOR, ".outbox-change button").click()
    until(lambda browser: Post.select().count() == 2)


def test_what_waits_can_be_taken_back(browser, site, sign_in, question, kept, cut, until):
    sign_in("neighbour")
    kept("/outbox")
    kept(f"/threads/{question.id}")
    browser.find_element(By.CSS_SELECTOR, "#reply textarea").send_keys("算了。")
    cut()
    _press(browser)
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[data-do=remove]")).click()
    until(lambda browser: "没有等着发出的" in text_of(browser))
    cut(False)
    browser.get(f"{site}/threads/{question.id}")
    assert Post.select().count() == 1 and browser.execute_async_script("caches.keys().then(arguments[0])")


def test_a_telephone_number_is_looked_at_before_it_is_sent(browser, site, sign_in, question, kept, cut, until):
    sign_in("neighbour")
    kept("/outbox")
    kept(f"/threads/{question.id}")
    browser.find_element(By.CSS_SELECTOR, "#reply textarea").send_keys("打13800138000。")
    cut()
    _press(browser)
    until(lambda browser: "等网络" in text_of(browser))
    cut(False)
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[data-do=look]").is_displayed())
    assert Post.select().count() == 1
    browser.find_element(By.CSS_SELECTOR, "[data-do=look]").click()
    until(lambda browser: "/posts" in browser.current_url)
    assert "13800138000" in browser.page_source
    browser.get(f"{site}/outbox")
    until(lambda browser: "没有等着发出的" in text_of(browser))


def test_signing_out_asks_about_what_waits_and_then_forgets_all(browser, site, line, sign_in, question, kept, until):
    sign_in("neighbour")
    kept("/outbox")
    kept(f"/threads/{question.id}")
    put = "const done = arguments[0]; device.put({key: 'k', account: 'of-somebody', address: '/ask', fields: [], written: 1, state: 'waiting'}).then(done)"
    browser.get(f"{site}/outbox")
    browser.execute_async_script(put)
    leave = "document.querySelector('header form[action=\"/logout\"]').submit()"
    browser.execute_script(leave)
    until(lambda browser: browser.current_url.endswith("/outbox#leaving"))
    until(lambda browser: browser.find_element(By.ID, "leaving").is_displayed())
    browser.find_element(By.CSS_SELECTOR, "#leaving form button").click()
    until(lambda browser: browser.current_url == f"{site}/")
    own = "caches.keys().then((names) => arguments[0](names.filter((each) => each.startsWith('pages-') && each !== 'pages-guest')))"
    assert browser.execute_async_script(own) == []
    browser.get(f"{site}/outbox")
    assert browser.execute_async_script(WAITING) == []


def test_a_hidden_thread_goes_from_the_device(browser, site, question, cast, now, kept, cut, until):
    kept(f"/threads/{question.id}?view=tree")
    kept(f"/threads/{question.id}")
    hiding.hide(Post.get(), actor=cast.moderator, now=now, code=Reason.INSULT, reason="骂人")
    browser.get(f"{site}/threads/{question.id}")
    until(lambda browser: "屏蔽" in text_of(browser))
    gone = "caches.match(arguments[0], {ignoreVary: true}).then((each) => arguments[1](!each))"
    until(lambda browser: browser.execute_async_script(gone, f"/threads/{question.id}?view=tree"))


@pytest.mark.parametrize("who", ["moderator", "spokesperson"])
def test_officials_pages_are_not_kept(browser, site, sign_in, question, until, who):
    sign_in(who)
    browser.get(f"{site}/threads/{question.id}")
    browser.execute_async_script("navigator.serviceWorker.ready.then(() => setTimeout(arguments[0], 1500))")
    browser.get(f"{site}/threads/{question.id}")
    names = "caches.keys().then(async (names) => { let n = 0; for (const each of names) if (each.startsWith('pages-')) n += (await (await caches.open(each)).keys()).length; arguments[0](n); })"
    assert browser.execute_async_script(names) == 0


SHARE = """
const form = document.createElement('form');
Object.assign(form, { method: 'post', action: '/share', enctype: 'multipart/form-data' });
for (const [name, value] of [['title', '路上有个坑'], ['text', '在三衢路口。'], ['url', 'https://example.org/1']]) {
  form.append(Object.assign(document.createElement('input'), { name, value }));
}
const canvas = document.createElement('canvas');
canvas.getContext('2d').fillRect(0, 0, 40, 40);
canvas.toBlob((blob) => {
  const files = new DataTransfer();
  files.items.add(new File([blob], 'IMG_2.png', { type: 'image/png' }));
  form.append(Object.assign(document.createElement('input'), { name: 'pictures', type: 'file', files: files.files }));
  document.body.append(form);
  form.submit();
});
"""


def test_what_another_app_shares_fills_the_form_for_asking(browser, site, sign_in, cast, kept, until):
    sign_in("asker")
    kept("/ask")
    browser.execute_script(SHARE)
    until(lambda browser: "/ask?shared=1" in browser.current_url)
    until(lambda browser: browser.find_element(By.ID, "f-title").get_attribute("value") == "路上有个坑")
    assert browser.find_element(By.ID, "f-text").get_attribute("value") == "在三衢路口。\n\nhttps://example.org/1"
    until(lambda browser: browser.find_elements(By.CSS_SELECTOR, ".pending img"))
    assert browser.execute_async_script("device.all('shared').then(arguments[0])") == [], "it was taken once"


SHOWN = "navigator.serviceWorker.ready.then((it) => it.getNotifications()).then((all) => arguments[0](all.map((one) => one.title)))"


def test_a_push_message_is_shown(browser, site, places, kept, until):
    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["notifications"], "origin": site})
    kept("/")
    browser.execute_cdp_cmd("ServiceWorker.enable", {})
    message = {"origin": site, "registrationId": "0", "data": json.dumps({"title": "有了答复", "url": "/threads/1"})}
    browser.execute_cdp_cmd("ServiceWorker.deliverPushMessage", message)
    until(lambda browser: browser.execute_async_script(SHOWN) == ["有了答复"])


OLD_WORKER = """
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(fetch(event.request).then(async (page) => {
    const pages = await caches.open('pages-guest');
    await pages.put(event.request.url, new Response(await page.clone().text(), {headers: {'Content-Type': 'text/html', 'Wenqu-Kept': Date.now()}}));
    return page;
  }).catch(() => caches.match(event.request.url)));
});
"""


def test_it_takes_over_from_the_version_before(browser, app, site, question, kept, cut, until):
    app.extensions["service_worker"] = OLD_WORKER.encode()
    browser.get(f"{site}/threads/{question.id}")
    until(lambda browser: browser.execute_script("return Boolean(navigator.serviceWorker.controller)"))
    browser.get(f"{site}/threads/{question.id}")
    del app.extensions["service_worker"]
    browser.get(f"{site}/boards")
    script = "navigator.serviceWorker.ready.then((it) => it.update()).then(() => setTimeout(arguments[0], 2000))"
    browser.execute_async_script(script)
    kept("/boards")
    kept(f"/threads/{question.id}")
    cut()
    browser.get(f"{site}/threads/{question.id}")
    assert "离线副本" in browser.find_element(By.ID, "offline-copy").text
