"""Addresses of accounts; those of the library keep its names, because its code looks them up."""

from allauth.account import views as sign_in
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as linked
from django.urls import include, path

from maillage.accounts.views import account, demonstration, entrance

own = [
    path("compte/", account.home, name="home"),
    path("compte/autres-appareils/", account.close_other_sessions, name="close_other_sessions"),
    path("compte/export/", account.export, name="export"),
    path("compte/supprimer/", account.delete, name="delete"),
    path("compte/supprimer/se-reconnecter/", account.sign_in_again, name="sign_in_again"),
    path("demonstration/courriels/", demonstration.mailbox, name="mailbox"),
    path("demonstration/courriels/<str:name>/<int:position>/", demonstration.letter, name="letter"),
]

login_code = entrance.says_when_over(sign_in.confirm_login_code, "account_request_login_code")
address_code = entrance.says_when_over(sign_in.email_verification_sent, "account_login")
password_code = entrance.says_when_over(sign_in.confirm_password_reset_code, "account_login")
new_password = entrance.says_when_over(sign_in.complete_password_reset, "account_reset_password")

urlpatterns = [
    path("", include((own, "accounts"))),
    path("connexion/", entrance.SignIn.as_view(), name="account_login"),
    path("connexion/code/", sign_in.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisie/", login_code, name="account_confirm_login_code"),
    path("connexion/second-facteur/", second_factor.authenticate, name="mfa_authenticate"),
    path("connexion/compte-ferme/", sign_in.account_inactive, name="account_inactive"),
    path("deconnexion/", sign_in.logout, name="account_logout"),
    path("inscription/", sign_in.signup, name="account_signup"),
    path("mot-de-passe-oublie/", sign_in.password_reset, name="account_reset_password"),
    path("mot-de-passe-oublie/code/", password_code, name="account_confirm_password_reset_code"),
    path("mot-de-passe-oublie/nouveau/", new_password, name="account_complete_password_reset"),
    path("mot-de-passe-oublie/fait/", sign_in.password_reset_from_key_done, name="account_password_reset_completed"),
    path("compte/adresse/", sign_in.email, name="account_email"),
    path("compte/adresse/code/", address_code, name="account_email_verification_sent"),
    path("compte/mot-de-passe/", sign_in.password_change, name="account_change_password"),
    path("compte/mot-de-passe/choisir/", sign_in.password_set, name="account_set_password"),
    path("compte/confirmer/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("compte/confirmer/second-facteur/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("compte/second-facteur/", second_factor.index, name="mfa_index"),
    path("compte/second-facteur/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("compte/second-facteur/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("compte/second-facteur/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "compte/second-facteur/codes/nouveaux/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "compte/second-facteur/codes/telecharger/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("compte/externe/", linked.connections, name="socialaccount_connections"),
    path("compte/externe/inscription/", linked.signup, name="socialaccount_signup"),
    path("compte/externe/annule/", linked.login_cancelled, name="socialaccount_login_cancelled"),
    path("compte/externe/erreur/", linked.login_error, name="socialaccount_login_error"),
    path("compte/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
