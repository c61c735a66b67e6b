"""A photo is kept without what the camera noted, shown to who may see the alliance, refused in plain words."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from maillage.core.images import read_image


def photo(*, size=(2400, 1200), kind="JPEG", mode="RGB", colour="green", **options) -> SimpleUploadedFile:
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return SimpleUploadedFile("IMG_0042 Camille.jpg", written.getvalue())


def test_photo_is_made_small_upright_and_bare():
    noted = Image.Exif()
    noted[0x0112] = 6  # lying on its side
    noted[0x010F] = "Appareil"
    noted.get_ifd(0x8825)[1] = "N"
    read = Image.open(BytesIO(read_image(photo(exif=noted)).read()))
    assert (read.format, read.size) == ("WEBP", (800, 1600))
    assert not dict(read.getexif())


def test_transparent_drawing_stays_transparent():
    read = Image.open(BytesIO(read_image(photo(kind="PNG", mode="RGBA", size=(10, 10), colour=(0, 0, 0, 0))).read()))
    assert read.mode == "RGBA"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("x.jpg", b"ceci n'est pas une image"), "n’est pas une image lisible"),
        (SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "n’est pas une image lisible"),
        (SimpleUploadedFile("x.jpg", b""), "n’est pas une image lisible"),
        (SimpleUploadedFile("x.jpg", b"0" * 5_000_001), "plus de 5 Mo"),
    ],
)
def test_what_is_not_a_photo_is_refused(file, said):
    with pytest.raises(ValidationError, match=said):
        read_image(file)


def test_photo_cut_short_is_refused():
    whole = photo().read()
    with pytest.raises(ValidationError, match="n’est pas une image lisible"):
        read_image(SimpleUploadedFile("x.jpg", whole[: len(whole) // 2]))


def test_photo_of_a_huge_surface_is_refused_unopened():
    with pytest.raises(ValidationError, match="trop grande"):
        read_image(photo(kind="PNG", mode="1", colour=0, size=(9000, 9000)))
