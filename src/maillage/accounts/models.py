"""The account: an e-mail address and nothing more; what a person may do comes from dated roles elsewhere."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from maillage.accounts.querysets import UserQuerySet
from maillage.core.models import BaseModel


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # the plugin does not see the class
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; the address is kept in lower case. Without a password, only a mailed code signs in."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email=(username or "").strip().lower())
        return user


class User(AbstractBaseUser, BaseModel):
    email = models.EmailField(_("adresse e-mail"), unique=True)
    display_name = models.CharField(_("nom affiché"), max_length=120, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)
    is_administrator = models.BooleanField(_("administre le site"), default=False)
    inactivity_warned_at = models.DateTimeField(_("averti d’un effacement prochain le"), null=True, blank=True)
    session_generation = models.PositiveIntegerField(_("génération des sessions"), default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="account_email_once", violation_error_message=_("Cette adresse a déjà un compte.")
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """A session lives as long as the password and the generation it was opened under."""
        value = f"{self.password}|{self.session_generation}"
        return salted_hmac("maillage.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()
