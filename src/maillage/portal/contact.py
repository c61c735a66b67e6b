"""Writing to those who run the site."""

import hashlib
import hmac

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST = 5000
HOUR = 3600
MOST_AN_HOUR = 5
FILES = "django.core.mail.backends.filebased.EmailBackend"


class TooManyMessages(RuntimeError):
    """This sender has written enough for the hour."""


class ContactForm(forms.Form):
    name = forms.CharField(
        label=_("Votre nom"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=_("Pour vous répondre, et pour rien d’autre."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Écrivez votre adresse e-mail, sans quoi nous ne pourrons pas répondre."),
            "invalid": _("Cette adresse est incomplète : elle ressemble à nom@exemple.fr."),
        },
    )
    message = forms.CharField(
        label=_("Votre message"),
        help_text=_("5 000 caractères au plus."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Écrivez votre message.")},
    )
    website = forms.CharField(required=False)

    def clean_message(self) -> str:
        message = str(self.cleaned_data["message"])
        if len(message) > LONGEST:
            raise forms.ValidationError(
                _("Votre message a %(count)s caractères, 5 000 au plus. Il est gardé ci-dessous : raccourcissez-le."),
                params={"count": len(message)},
            )
        return message


def is_from_a_robot(form: ContactForm) -> bool:
    """A field that people do not see was filled."""
    return bool(form.cleaned_data["website"])


def count_message(request: HttpRequest) -> None:
    """Count a message against its place and its session, for an hour. Raises TooManyMessages.

    The address of the sender is never written: only a keyed fingerprint counts, for an hour.
    """
    address = get_adapter().get_client_ip(request)
    fingerprint = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    keys = [f"contact:place:{fingerprint}"]
    if request.session.session_key:
        keys.append(f"contact:session:{request.session.session_key}")
    for key in keys:
        cache.add(key, 0, HOUR)
        if cache.incr(key) > MOST_AN_HOUR:
            raise TooManyMessages


def send_message(*, name: str, email: str, message: str) -> None:
    """Send to the address of the administration, or, none being set, leave the letter in the data directory.

    Raises OSError (of which SMTPException is one) when it could not leave.
    """
    connection = None if settings.CONTACT_EMAIL else get_connection(FILES, file_path=settings.EMAIL_FILE_PATH)
    EmailMessage(
        subject=gettext("Message reçu par la page Contact"),
        body=f"De : {name or 'sans nom'} <{email}>\n\n{message}",
        to=[settings.CONTACT_EMAIL or settings.DEFAULT_FROM_EMAIL],
        reply_to=[email],
        connection=connection,
    ).send()
