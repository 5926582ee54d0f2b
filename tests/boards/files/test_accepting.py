"""What becomes of an upload: a file made anew, upright and without a trace of where it was taken, or a clear refusal."""

import io

import pytest
from PIL import Image, ImageCms
from stage_pictures import bomb, document, drawing, opened, picture

from boards.files.accepting import accept, thumbnail
from boards.files.rules import REFUSALS
from forum.problems import Invalid

RED, BLUE = (220, 0, 0), (0, 0, 200)


def near(pixel, colour):
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=False))


def refusal(content, name="a.jpg", **given):
    with pytest.raises(Invalid) as refused:
        accept(content, name, **given)
    return refused.value.errors["pictures"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "MPO"])
def test_each_accepted_kind_becomes_one_webp_file_with_its_size(kind):
    made = accept(picture(kind, (640, 320)), "a")
    shown = opened(made.content)
    assert (made.media, shown.format, shown.size, (made.width, made.height)) == (
        "image/webp", "WEBP", (640, 320), (640, 320),
    )  # fmt: skip
    assert [max(opened(each).size) for each in made.thumbnails.values()] == [240, 480]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_place_the_device_and_all_other_metadata_are_gone(kind):
    content = picture(kind, place=True)
    made = accept(content, "a")
    assert b"SecretPhone" in content
    for each in (made.content, *made.thumbnails.values()):
        shown = opened(each)
        assert b"SecretPhone" not in each and b"EXIF" not in each and b"XMP " not in each
        assert not shown.getexif() and "icc_profile" not in shown.info
    assert made.position is None


def test_the_place_is_told_to_its_owner_who_asked_for_it():
    latitude, longitude = accept(picture(place=True), "a", position=True).position
    assert (round(latitude, 4), round(longitude, 4)) == (31.2303, 121.474)
    assert accept(picture(), "a", position=True).position is None


# EXIF 2.32: the corner in which the upper left of what was photographed lies in the file.
@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1))])  # fmt: skip
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_turned_photo_stands_upright(kind, orientation, corner):
    shown = opened(accept(picture(kind, (64, 48), orientation=orientation), "a").content)
    assert shown.size == ((64, 48) if orientation < 5 else (48, 64))
    right, lower = shown.size[0] - 5, shown.size[1] - 5
    found = [
        at
        for at in ((0, 0), (1, 0), (0, 1), (1, 1))
        if near(shown.getpixel((5 + at[0] * (right - 5), 5 + at[1] * (lower - 5))), RED)
    ]
    assert found == [corner]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_each_depth_is_shown(mode):
    written = io.BytesIO()
    made = (
        drawing(mode="L").convert("I").point(lambda value: value * 256).convert("I;16")
        if mode == "I;16"
        else drawing(mode=mode)
    )
    made.save(written, "PNG")
    shown = opened(accept(written.getvalue(), "a").content).convert("L")
    corners = shown.getpixel((5, 5)), shown.getpixel((60, 40))
    assert shown.size == (64, 48) and max(corners) < 255 and corners[0] != corners[1]


def test_what_is_transparent_stays_so():
    written = io.BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(written, "PNG")
    assert opened(accept(written.getvalue(), "a").content).getpixel((5, 5))[3] == 0


def test_a_photo_with_four_inks_is_shown():
    assert near(opened(accept(picture(mode="CMYK"), "a").content).getpixel((5, 5)), RED)


def test_a_profile_is_applied_and_one_that_is_none_ignored():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, b"no profile at all"):
        assert near(opened(accept(picture(icc_profile=profile), "a").content).getpixel((5, 5)), RED)


def test_a_large_photo_is_made_smaller():
    made = accept(picture(size=(3000, 1500)), "a")
    assert (made.width, made.height) == (2048, 1024)


def test_of_several_pictures_in_a_file_the_first_is_taken():
    written = io.BytesIO()
    drawing().save(written, "WEBP", save_all=True, append_images=[drawing((64, 48)).rotate(180)] * 3)
    shown = opened(accept(written.getvalue(), "a").content)
    assert not getattr(shown, "is_animated", False) and near(shown.getpixel((5, 5)), RED)


def test_what_is_hidden_behind_a_picture_is_not_published():
    made = accept(picture() + b"PK\x03\x04<script>alert(1)</script>", "a.jpg")
    assert b"script" not in made.content and b"PK\x03\x04" not in made.content


def test_a_thumbnail_is_made_again_with_the_same_bytes():
    made = accept(picture(size=(900, 600)), "a")
    assert {side: thumbnail(made.content, side) for side in made.thumbnails} == made.thumbnails


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.jpg", "empty"),
        (SVG, "a.svg", "svg"),
        (SVG, "a.jpg", "svg"),
        (b"  <!DOCTYPE html><script>", "a.png", "svg"),
        (b"PK\x03\x04" + b"\0" * 40, "a.jpg", "kind"),
        (b"PK\x03\x04" + b"\0" * 40, "a.docx", "office"),
        (b"GIF89a" + b"\0" * 40, "a.gif", "kind"),
        (b"MZ" + b"\0" * 40, "a.jpg", "kind"),
        (bomb(), "a.png", "pixels"),
        (bomb(10_000, 10_000), "100 megapixels.png", "pixels"),
        (bomb(200, 200), "cut.png", "broken"),
        (document(), "a.pdf", "pdf"),
        (b"\xff\xd8\xff" + b"\0" * 100, "a.jpg", "broken"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "a.heic", "broken"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_with_a_reason(content, name, reason):
    assert refusal(content, name) == REFUSALS[reason]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_that_was_cut_off_is_refused(kind):
    noise = Image.effect_noise((200, 150), 50).convert("RGB")
    written = io.BytesIO()
    noise.save(written, kind)
    whole = written.getvalue()
    assert refusal(whole[: len(whole) // 2]) == REFUSALS["broken"]


def test_a_file_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("boards.files.rules.LARGEST", 100)
    assert refusal(picture()) == REFUSALS["large"]


def test_memory_beyond_the_limit_ends_the_decoder_and_not_the_server(monkeypatch):
    monkeypatch.setattr("boards.files.accepting.MEMORY", 150 * 1024**2)
    assert refusal(picture("PNG", (6000, 6000))) == REFUSALS["memory"]


def test_an_official_s_pdf_stays_byte_for_byte():
    made = accept(document(), "a.pdf", documents=True)
    assert (made.content, made.media, made.thumbnails) == (document(), "application/pdf", {})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (document(script=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "active"),
        (document(script=b"/AA << /WC << /S /Launch /F (cmd.exe) >> >>"), "active"),
        (document(script=b"/Names << /EmbeddedFiles << /Names [] >> >>"), "active"),
        (document(b"/Annots [<< /Subtype /Link /A << /S /SubmitForm /F (http://x) >> >>]"), "active"),
        (document() + b"PK\x03\x04 something behind it", "document"),
        (document()[:150], "document"),
        (b"%PDF-1.7\nnothing\n%%EOF", "document"),
    ],
)
def test_a_pdf_that_acts_or_is_not_whole_is_refused(content, reason):
    assert refusal(content, "a.pdf", documents=True) == REFUSALS[reason]
