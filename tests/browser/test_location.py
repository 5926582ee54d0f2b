"""A place in a browser: from the device on a phone, typed without JavaScript, and the marks of the map."""

import pytest

from boards.models.locations import Location
from boards.models.threads import Thread

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HERE = {"latitude": 28.97031, "longitude": 118.87432, "accuracy": 12}


def fill(browser, **fields):
    from selenium.webdriver.common.by import By

    for name, words in fields.items():
        field = browser.find_element(By.NAME, name)
        field.clear()
        field.send_keys(words)


def press(browser, label):
    from selenium.webdriver.common.by import By

    button = browser.find_element(By.XPATH, f"//button[contains(., '{label}')]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()


def test_on_a_phone_the_device_fills_in_where_it_is_and_nothing_is_sent_before(
    browser, site, sign_in, sized, until, cast
):
    from selenium.webdriver.common.by import By

    sized(390)
    browser.execute_cdp_cmd("Browser.grantPermissions", {"origin": site, "permissions": ["geolocation"]})
    browser.execute_cdp_cmd("Emulation.setGeolocationOverride", HERE)
    sign_in("asker", "/boards/zhujian/new")
    browser.find_element(By.CSS_SELECTOR, "details.where summary").click()
    press(browser, "用我现在的位置")
    until(lambda b: b.find_element(By.NAME, "position").get_attribute("value") == "28.97031, 118.87432")
    assert not Location.select().exists()
    fill(browser, title="路口没有红绿灯", text="过马路要等半天。", address="人民路口")
    press(browser, "看看发出来的样子")
    until(lambda b: "（28.9703, 118.8743）" in b.find_element(By.TAG_NAME, "main").text)
    press(browser, "就这样发布")
    until(lambda b: b.current_url.endswith("/sent"))
    row = Location.get()
    assert (row.lat, row.lon, row.address) == (289703, 1188743, "人民路口")


@pytest.mark.parametrize("browser", ["without javascript"], indirect=True)
def test_without_javascript_a_place_is_typed_and_what_is_near_is_found(browser, site, sign_in, sized, until, cast):
    from selenium.webdriver.common.by import By

    sized(1280)
    sign_in("asker", "/boards/zhujian/new")
    browser.find_element(By.CSS_SELECTOR, "details.where summary").click()
    assert not browser.find_element(By.CSS_SELECTOR, "[data-locate]").is_displayed()
    fill(browser, title="路口没有红绿灯", text="过马路要等半天。", position="118.8743, 28.9703")
    press(browser, "看看发出来的样子")
    until(lambda b: b.find_element(By.ID, "f-position-error"))
    press(browser, "改成 28.9703, 118.8743")
    until(lambda b: "（28.9703, 118.8743）" in b.find_element(By.TAG_NAME, "main").text)
    press(browser, "就这样发布")
    until(lambda b: b.current_url.endswith("/sent"))
    browser.get(f"{site}/nearby?position=28.9705,118.8745")
    browser.find_element(By.CSS_SELECTOR, ".map a").click()
    until(lambda b: b.current_url.endswith("#near-1"))
    assert browser.find_element(By.CSS_SELECTOR, "#near-1 a").text == Thread.get().title
