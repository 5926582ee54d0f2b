"""Ways through the site lead where they say: a breadcrumb's section, and back from the page about deletion."""

import re

from boards.models.threads import Post


def test_the_section_in_a_breadcrumb_is_a_place_in_the_list_of_boards(client_of, cast, places, question):
    browser = client_of(cast.guest)
    section = re.search(r'href="/boards#([a-z]+)"', browser.get(f"/threads/{question.id}").text)[1]
    assert browser.get("/boards").text.count(f'id="{section}"') == 1


def test_the_page_about_deletion_leads_back_to_the_floor(client_of, cast, question):
    page = client_of(cast.asker).get(f"/posts/{Post.get().id}/deletion")
    assert f'href="/threads/{question.id}/floors/1"' in page.text
