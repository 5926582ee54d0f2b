"""The pages of move-car: asking, one's own request, the police desk, and what everybody sees."""

import io

import pytest
from PIL import Image

from boards.services.movecar.models import MoveCarRequest

OWNER, PLATE = "13700000001", "浙H12345"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asks(browser, street, **typed):
    given = {
        "plate": PLATE,
        "place": "三衢路门口",
        "phone": "13900000009",
        "photo": (io.BytesIO(street.accepted), "车.jpg"),
        **typed,
    }
    return browser.post("/move-car", data={name: value for name, value in given.items() if value is not None})


def test_asking_following_and_confirming_on_the_pages(street, client_of, cast, app):
    assert "登录以后就可以提" in app.test_client().get("/move-car").text
    browser = client_of(cast.asker)
    answer = asks(browser, street)
    assert answer.status_code == 303
    url = answer.headers["Location"]
    street.works()
    page = browser.get(url).text
    assert "已发短信" in page and "139****0009" in page and "13900000009" not in page and OWNER not in page
    assert browser.get(f"{url}/photo").data[8:12] == b"WEBP"
    assert browser.post(f"{url}/confirmation").status_code == 303
    assert browser.post(f"{url}/confirmation").status_code == 409
    assert "<b>1</b> 辆" in app.test_client().get("/move-car").text


def test_what_is_wrong_comes_back_with_what_was_typed(street, client_of, cast):
    page = asks(client_of(cast.asker), street, plate="浙H1234O", photo=None)
    assert page.status_code == 422 and "浙H1234O" in page.text and "I 和 O" in page.text and "请拍一张" in page.text


def test_a_stranger_sees_nothing_and_the_police_see_the_desk(street, client_of, cast):
    url = asks(client_of(cast.asker), street).headers["Location"]
    street.works(21)
    for address in (url, f"{url}/photo"):
        assert client_of(cast.neighbour).get(address).status_code == 404
    assert client_of(cast.outsider).get("/move-car/desk").status_code == 403
    police = client_of(cast.spokesperson)
    page = police.get("/move-car/desk").text
    assert PLATE in page and OWNER not in page and "137****0001" not in page
    shown = police.get(url).text
    assert "登记里有这辆车" in shown and OWNER not in shown and "现场已处理" in shown
    assert police.post(f"{url}/decision", data={"verb": "moved"}).status_code == 404
    assert police.post(f"{url}/decision", data={"verb": "close"}).status_code == 303
    assert MoveCarRequest.get().status == "expired"


def test_an_operator_has_a_form_without_a_photo(street, client_of, cast):
    browser = client_of(cast.operator)
    assert 'type="file"' not in browser.get("/move-car").text
    assert asks(browser, street, photo=None).status_code == 303 and MoveCarRequest.get().channel == "hotline"


def test_an_appeal_on_the_page(street, client_of, cast):
    browser = client_of(cast.asker)
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2010:01:01 00:00:00"
    old = io.BytesIO()
    Image.new("RGB", (60, 40)).save(old, "JPEG", exif=exif)
    url = asks(browser, street, photo=(io.BytesIO(old.getvalue()), "旧.jpg")).headers["Location"]
    assert "30 分钟以前" in browser.get(url).text
    assert browser.post(f"{url}/appeal", data={"appeal": "错"}).status_code == 422
    assert browser.post(f"{url}/appeal", data={"appeal": "手机的时间不对。"}).status_code == 303
    assert "手机的时间不对" in client_of(cast.spokesperson).get(url).text
