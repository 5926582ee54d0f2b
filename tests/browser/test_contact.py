"""A department asks privately and is answered with a phone number: on a phone, without JavaScript."""

import pytest

from forum.personal import phones

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.parametrize("browser", ["without javascript"], indirect=True),
]


@pytest.fixture
def press(browser, until):
    """press(words, then): the button with these words, by the keyboard, until the page says `then`."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    def go(words, then):
        browser.find_element(By.XPATH, f"//main//button[contains(., '{words}')]").send_keys(Keys.ENTER)
        until(lambda browser: then in browser.find_element(By.TAG_NAME, "main").text)

    return go


def test_a_department_asks_and_the_asker_answers_with_a_number(
    browser, site, until, sign_in, sized, press, question, cast, now, settings
):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    sized(390)
    phones.give(cast.asker, "138 1234 5678", now=now, settings=settings)
    page = f"/threads/{question.id}/contact"

    def write(text, then):
        browser.find_element(By.NAME, "text").send_keys(text)
        press("发出私信", then)

    sign_in("spokesperson", page)
    write("请问是几号楼？", "私信已发出")
    browser.delete_all_cookies()
    sign_in("asker", f"/threads/{question.id}")
    browser.find_element(By.LINK_TEXT, "部门写给您的私信").send_keys(Keys.ENTER)
    until(lambda browser: "请问是几号楼？" in browser.find_element(By.TAG_NAME, "main").text)
    browser.find_element(By.NAME, "phone").send_keys(Keys.SPACE)
    write("三号楼。", "这条附上了您的电话号码")
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    browser.delete_all_cookies()
    sign_in("spokesperson", page)
    assert "三号楼。" in browser.find_element(By.TAG_NAME, "main").text
    press("显示号码", "13812345678")
    browser.delete_all_cookies()
    browser.get(f"{site}/threads/{question.id}")
    assert "请问是几号楼？" not in browser.page_source and "部门私下联系提问人" in browser.page_source
