"""Who asked comes back: sees what has changed, follows a board, and chooses how to be told; on a phone without JavaScript, and on a desktop."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from boards.actions.cases import handling
from boards.models.notifications import DeliveryChoice, PlaceWatch

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("browser", "width"), [("without javascript", 390), ("", 1280)], indirect=["browser"], ids=["phone", "desktop"]
)
def test_the_asker_comes_back_to_what_has_changed(
    browser, site, until, sign_in, sized, question, cast, now, rules, width
):
    sized(width)
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)

    def main():
        return browser.find_element(By.TAG_NAME, "main")

    def press(words, holds):
        main().find_element(By.XPATH, f".//button[contains(., '{words}')]").send_keys(Keys.ENTER)
        until(lambda browser: holds())

    sign_in("asker", "/my")
    assert question.title in main().text and "受理" in main().find_element(By.CSS_SELECTOR, ".unread .steps").text
    press("标为看过", lambda: not main().find_elements(By.CSS_SELECTOR, ".unread"))

    browser.get(f"{site}/boards/zhujian")
    press("关注", lambda: PlaceWatch.select().where(PlaceWatch.account == cast.asker.account).exists())
    browser.get(f"{site}/my/places")
    assert "住建局" in main().text

    browser.get(f"{site}/notifications/settings")
    chosen = main().find_elements(By.CSS_SELECTOR, "input[type=checkbox]:checked:not(:disabled)")[0]
    chosen.send_keys(Keys.SPACE)
    press("保存", lambda: DeliveryChoice.select().where(DeliveryChoice.account == cast.asker.account).count() == 1)
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
