"""Images that people send: checked, turned upright, made small, and written anew without what the camera noted."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 5_000_000
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1_600
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
ENDING = ".webp"


def read_image(file: "UploadedFile[bytes]") -> "ContentFile[bytes]":
    """Return the picture as WebP, 1600 pixels at most, without metadata: no place, no camera, no name.

    Nothing of the file as it was sent is kept. Raises ValidationError when it is too heavy, too large, of another kind
    or damaged.
    """
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(
            _("Cette image pèse plus de %(limit)d Mo : réduisez-la, puis choisissez-la de nouveau.")
            % {"limit": MOST_BYTES // 1_000_000},
            code="heavy",
        )
    try:
        with Image.open(file, formats=FORMATS) as opened:
            _demand_size(opened)
            return ContentFile(_rewrite(opened))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("Ce fichier n’est pas une image lisible : choisissez une photo JPEG, PNG ou WebP."), code="unreadable"
        ) from error


def _demand_size(opened: Image.Image) -> None:
    if opened.width * opened.height > MOST_PIXELS:
        raise ValidationError(
            _("Cette image est trop grande : %(limit)d millions de points au plus.")
            % {"limit": MOST_PIXELS // 1_000_000},
            code="large",
        )


def _rewrite(opened: Image.Image) -> bytes:
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened)
    clear = upright.has_transparency_data
    bare = upright.convert("RGBA" if clear else "RGB")
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = BytesIO()
    bare.save(written, "WEBP", quality=QUALITY, method=2, exif=b"", xmp=b"", icc_profile=None)
    return written.getvalue()
