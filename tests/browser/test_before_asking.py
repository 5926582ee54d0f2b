"""Similar questions while a title is typed, in a real browser: shown under it, counted as seen; the likely department is chosen."""

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


@pytest.fixture
def wait_for(until):
    return lambda css: until(lambda driver: driver.find_element(By.CSS_SELECTOR, css))


@pytest.fixture
def typed(browser):
    """typed(*fields): what stands in the fields of these names."""
    return lambda *fields: [browser.find_element(By.ID, f"f-{name}").get_attribute("value") for name in fields]


def test_the_likely_department_is_chosen_in_the_same_form(browser, wait_for, typed, sign_in, experience):
    sign_in("neighbour", "/boards/jiaotong/new")
    assert typed("to") == ["交通局"]
    browser.find_element(By.ID, "f-title").send_keys(TITLE)
    wait_for("[data-similar] a[data-choose]").click()
    assert typed("to", "title") == ["住建局", TITLE] and "/boards/jiaotong/new" in browser.current_url
    assert browser.find_element(By.CSS_SELECTOR, "[name=to][value=zhujian]").is_selected()


def test_what_was_typed_for_open_talk_is_carried_to_the_likely_board(
    browser, until, wait_for, typed, sign_in, experience
):
    sign_in("neighbour", "/boards/chengshi/new")
    wait_for("#f-text").send_keys("过马路要等半天。")
    browser.find_element(By.ID, "f-title").send_keys(TITLE)
    link = wait_for("[data-similar] a[data-carry]")
    assert len(browser.find_elements(By.CSS_SELECTOR, "[data-similar] .offers li")) == 3
    assert browser.find_element(By.NAME, "considered").get_attribute("value") == "1"
    link.click()
    wait_for("form[data-draft=board-zhujian]")
    until(lambda driver: typed("title", "text") == [TITLE, "过马路要等半天。"])
