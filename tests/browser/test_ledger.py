"""Verifying a post in a real browser: it works everything out by itself, and is not deceived."""

import json
import re
from urllib.request import urlopen

import pytest
from selenium.webdriver.common.by import By

from boards.actions.posts import posts
from boards.models.threads import Post
from moderation.hiding import actions as hiding
from moderation.ledger.merkle import notes
from moderation.ledger.signing import KEY, Signer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def first(question, cast, rules, settings, now):
    """The question's own post, and others before and behind it, signed."""
    for reply in range(5):
        posts.reply(question, actor=cast.neighbour, now=now, city=rules, text=f"支持 {reply}")
    Signer(settings).catch_up(now)
    return Post.get(Post.thread == question.id, Post.floor == 1)


@pytest.fixture
def verify(browser, site, until):
    """verify(post, change): what the page says after the button, `change` being script that runs before it."""

    def run(post, change="", change_proof=""):
        browser.get(f"{site}/posts/{post.id}/proof")
        if change_proof:
            # What comes over the wire is altered, as by somebody in between.
            browser.execute_script(
                "const real = window.fetch; window.fetch = async (...sent) => { const answer = await real(...sent);"
                f"const proof = await answer.json(); {change_proof}; return new Response(JSON.stringify(proof)); }};"
            )
        browser.execute_script(change)
        browser.find_element(By.CSS_SELECTOR, "[data-verify]").click()
        until(lambda driver: driver.find_elements(By.CSS_SELECTOR, ".verdict.well, .verdict.bad, .verdict.open"))
        steps = [step.get_attribute("class") for step in browser.find_elements(By.CSS_SELECTOR, "[data-step]")]
        return browser.find_element(By.CSS_SELECTOR, ".verdict").text, steps

    return run


def test_a_sound_post_is_verified_step_by_step(verify, browser, first):
    verdict, steps = verify(first)
    assert verdict.startswith("验证通过") and steps == ["well"] * 4
    assert browser.find_element(By.CSS_SELECTOR, ".verdict").get_attribute("aria-live") == "polite"
    assert [log for log in browser.get_log("browser") if log["level"] == "SEVERE"] == []


def test_a_key_with_plus_signs_eight_letters_apart_is_read_whole(verify, question, settings, now):
    private = next(key for number in range(9999) if _has_two_plus_signs(key := number.to_bytes(32, "big")))
    path = settings.data / KEY
    path.write_text(private.hex())
    path.chmod(0o600)
    Signer(settings).catch_up(now)
    verdict, steps = verify(Post.get(Post.thread == question.id))
    assert verdict.startswith("验证通过") and steps == ["well"] * 4


def _has_two_plus_signs(private):
    return re.search(r"\+.{8}\+", notes.verifier_of("x", private).vkey.split("+", 2)[2])


DECEITS = {
    "the page shows other words": ("document.querySelector('[data-bound=text]').textContent += '。'", "", 0),
    "the page shows another title": ("document.querySelector('[data-bound=title]').textContent = '别的题目'", "", 0),
    "the proof holds other words": ("", "proof.parts[1].content.text = '别的话'", 0),
    "the proof is of another post": ("", "proof.post += 1", 0),
    "the leaf is another": ("", "proof.leaf = proof.leaf.replace('netizen', 'citizen')", 1),
    "the place is another": ("", "proof.entry -= 1", 1),
    "the path is too short": ("", "proof.path.pop()", 1),
    "the root is another": ("", "proof.root = proof.root.replace(/^./, (a) => (a === '0' ? '1' : '0'))", 1),
    "the checkpoint is another": ("", "proof.checkpoint = proof.checkpoint.replace(/\\n\\d+\\n/, '\\n9\\n')", 2),
    "the key is another": ("", "proof.vkey = proof.vkey.replace(/.$/, (a) => (a === 'A' ? 'E' : 'A'))", 3),
}


@pytest.mark.parametrize("deceit", DECEITS)
def test_no_deceit_passes(verify, first, deceit):
    change, change_proof, step = DECEITS[deceit]
    verdict, steps = verify(first, change, change_proof)
    assert "对不上" in verdict and steps[step] == "bad"


def test_a_hidden_post_is_verified_by_its_fingerprints_alone(verify, browser, first, cast, settings, now):
    hiding.hide(first, actor=cast.moderator, now=now, reason="写了电话")
    Signer(settings).catch_up(now)
    verdict, steps = verify(first)
    assert verdict.startswith("验证通过") and steps == ["well"] * 4
    assert "过马路" not in browser.page_source


def test_a_browser_without_ed25519_says_what_it_could_not_check(verify, first):
    verdict, steps = verify(first, "crypto.subtle.importKey = async () => { throw new Error('unknown'); }")
    assert "只有签名" in verdict and steps == ["well", "well", "well", "open"]


@pytest.mark.parametrize("browser", ["without javascript"], indirect=True)
def test_without_scripts_a_receipt_is_checked_by_the_site(browser, site, first, until):
    browser.get(f"{site}/posts/{first.id}/proof")
    assert not browser.find_element(By.CSS_SELECTOR, "[data-verify]").is_displayed()
    assert "交到“核对回执”页" in browser.find_element(By.CSS_SELECTOR, "noscript, .verify").text
    kept = _receipt(site, first)
    browser.get(f"{site}/ledger/check")
    browser.find_element(By.ID, "f-receipt").send_keys(json.dumps(json.loads(kept), ensure_ascii=True))
    browser.find_element(By.CSS_SELECTOR, "main form button").click()
    assert "回执核对无误" in until(lambda driver: driver.find_element(By.ID, "outcome").text)


def _receipt(site, post):
    with urlopen(f"{site}/posts/{post.id}/receipt") as answer:
        return answer.read().decode()
