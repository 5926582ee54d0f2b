"""A photo from the form to the thread, on a desktop and a phone, with and without JavaScript."""

import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from stage_pictures import picture

from boards.files.models import PostFile

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SHOWN = ".post .files img"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("browser", ["with javascript", "without javascript"], indirect=True)
def test_a_photo_is_described_looked_at_and_published(
    browser, site, sized, sign_in, until, cast, places, tmp_path, width
):
    photo = tmp_path / "路灯.jpg"
    photo.write_bytes(picture(place=True))
    sized(width)
    sign_in("asker")
    browser.get(f"{site}/boards/zhujian/new")
    browser.find_element(By.CSS_SELECTOR, "label:has(input[value=complaint])").click()
    browser.find_element(By.ID, "f-title").send_keys("三衢路口的路灯不亮")
    browser.find_element(By.ID, "f-text").send_keys("三天没亮了。")
    browser.find_element(By.ID, "f-pictures").send_keys(str(photo))
    _press(browser)
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, ".preview img"))
    browser.find_element(By.CSS_SELECTOR, "input[name^=alt-]").send_keys("路口的灯杆，灯罩碎了")
    _press(browser)
    until(lambda browser: browser.find_element(By.CSS_SELECTOR, ".preview img").get_attribute("alt"))
    _press(browser)
    until(lambda browser: re.fullmatch(rf"{site}/threads/\d+/sent", browser.current_url))
    browser.get(browser.current_url.removesuffix("/sent"))
    shown = browser.find_element(By.CSS_SELECTOR, SHOWN)
    assert shown.get_attribute("alt") == "路口的灯杆，灯罩碎了"
    until(lambda browser: int(shown.get_property("naturalWidth")) > 0)
    assert PostFile.select().count() == 1


def _press(browser):
    browser.find_element(By.CSS_SELECTOR, "form.write .actions button").send_keys(Keys.ENTER)
