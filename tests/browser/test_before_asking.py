"""Similar questions while a title is typed, in a real browser: shown under it, counted as seen, and carried to the likely board."""

import pytest
from selenium.webdriver.common.by import By

from boards.actions.cases import handling
from boards.actions.posts.threads import ask
from search.reader import SearchReader

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TITLE = "三衢路口没有红绿灯"


@pytest.fixture
def experience(app, places, cast, rules, now):
    """Three answered questions on traffic lights, all by the housing office, in the index."""
    for number in (1, 2, 3):
        thread = ask(
            places.housing_board,
            actor=cast.asker,
            now=now,
            city=rules,
            title=f"{TITLE}（第{number}次反映）",
            text="三个路口一个红绿灯都没有。",
            kind="complaint",
        )
        handling.accept(thread, actor=cast.spokesperson, now=now)
        handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="下周装灯。")
    SearchReader(app.extensions["wenqu"].engine).catch_up(now)


def test_what_was_typed_is_carried_to_the_likely_board(browser, until, sign_in, experience):
    def wait_for(css):
        return until(lambda driver: driver.find_element(By.CSS_SELECTOR, css))

    def typed():
        return [browser.find_element(By.ID, field).get_attribute("value") for field in ("f-title", "f-text")]

    sign_in("neighbour", "/boards/jiaotong/new")
    wait_for("#f-text").send_keys("过马路要等半天。")
    browser.find_element(By.ID, "f-title").send_keys(TITLE)
    link = wait_for("[data-similar] a[data-carry]")
    assert len(browser.find_elements(By.CSS_SELECTOR, "[data-similar] .offers li")) == 3
    assert browser.find_element(By.NAME, "considered").get_attribute("value") == "1"
    link.click()
    wait_for("form[data-draft=board-zhujian]")
    until(lambda driver: typed() == [TITLE, "过马路要等半天。"])
