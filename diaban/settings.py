"""Django's settings. Everything that differs between installs comes from the environment, set by the supervisor.

| variable | meaning |
| --- | --- |
| DIABAN_DB_URL | libpq URL of the database, as the application's role (as the owner for migrations) |
| DIABAN_DATA | folder of keys, attachments and secrets |
| DIABAN_SECRET_KEY | signs sessions; made once per install |
| DIABAN_HOSTS | comma-separated host names that are answered |
| DIABAN_DEMO | `1`: demo accounts need no second factor; answers on loopback only |
| DIABAN_EXPORT_DAYS | days that an exported file is kept for who asked for it |
| DIABAN_DEBUG | `1`: developers' error pages |
| DIABAN_LIMITS | how often sign-ins, searches, look-ups, exports and calls by token may come |
| DIABAN_SECURE | `1`: people arrive by HTTPS, ours or a trusted proxy's: cookies travel over TLS only |

`docs/settings.md` has them all; `host.options` declares them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from diaban.host import options


def _flag(name: str) -> bool:
    return os.environ.get(name, "") == "1"


def _database(url: str) -> dict[str, Any]:
    """A Django DATABASES entry from a libpq URL; a socket folder stands in `?host=`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    port = query.pop("port", None) or parts.port or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "diaban", **query},
    }


BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("DIABAN_DATA", ".diaban"))
DEBUG = _flag("DIABAN_DEBUG")
DEMO = _flag("DIABAN_DEMO")
SECRET_KEY = os.environ.get("DIABAN_SECRET_KEY", "not-for-serving")
ALLOWED_HOSTS = [h for h in (os.environ.get("DIABAN_HOSTS") or "127.0.0.1,localhost,[::1]").split(",") if h]

DATABASES = {"default": _database(os.environ.get("DIABAN_DB_URL", "postgresql:///diaban"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: The rooms, left to right: each knows only those before it.
ROOMS = [
    "ledger", "areas", "access", "figures", "papers", "web", "people", "casework", "cards", "onestop", "incidents",
    "registers", "targets", "review", "demo", "console", "reports",
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    *(f"diaban.{room}" for room in ROOMS),
]

MIDDLEWARE = [
    "diaban.host.front.FrontMiddleware",
    "diaban.web.outage.OutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "diaban.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "diaban.access.middleware.ViewerMiddleware",
    "diaban.web.middleware.ErrorsMiddleware",
]

ROOT_URLCONF = "diaban.urls"
WSGI_APPLICATION = "diaban.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the applications' own: these stand in for the sign-in library's pages.
        "DIRS": [BASE_DIR / "access" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "diaban.web.context.shell",
            ],
        },
    }
]

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/vao/"
LOGIN_REDIRECT_URL = "/"

# Sign-in through allauth: a name and a password, no address, no sign-up, no mail. Failures are counted by
# `access.lockout` in the database, which every process shares, so allauth's own cache-based limits are off.
ACCOUNT_ADAPTER = "diaban.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = 12 * 3600
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_FORMS = {
    "login": "diaban.access.forms.SignInForm",
    "change_password": "diaban.access.forms.PasswordForm",
    "reauthenticate": "diaban.access.forms.ConfirmForm",
}
MFA_ADAPTER = "diaban.access.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Diaban"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _flag("DIABAN_SECURE")
MFA_FORMS = {
    "authenticate": "diaban.access.factor_forms.CodeForm",
    "reauthenticate": "diaban.access.factor_forms.ConfirmCodeForm",
    "activate_totp": "diaban.access.factor_forms.AppForm",
    "add_webauthn": "diaban.access.factor_forms.AddKeyForm",
    "edit_webauthn": "diaban.access.factor_forms.RenameKeyForm",
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _flag("DIABAN_SECURE")
SESSION_COOKIE_AGE = 12 * 3600
if _flag("DIABAN_SECURE"):
    # `host.front` has put the protocol and the caller's address of a trusted proxy in their places.
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "diaban.web.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

FORM_RENDERER = "diaban.web.widgets.Renderer"

LIMITS = options.limits()
#: Pages that count on a limit: the view's name → the limit; `POST` ones count what is sent, the others what is shown.
LIMITED_PAGES = {
    "people:search": "POST search",
    "people:residents": "GET lookup",
    "people:resident": "GET lookup",
    "people:history": "GET lookup",
    "people:household": "GET lookup",
    "onestop:follow": "POST follow",
    "importing:upload": "POST import",
    "account_login": "POST sign-in",
    "mfa_login_webauthn": "POST sign-in",
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "diaban_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
#: `host.logs` sets up each process; a command says what it has to say itself.
LOGGING_CONFIG = None
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
# Served straight from the package: nothing is collected, so nothing can be stale after an upgrade.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_TEMP_DIR = None
EXPORT_DAYS = int(os.environ.get("DIABAN_EXPORT_DAYS", "7"))
