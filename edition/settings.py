"""Django settings, read from the environment variables that docs/operators.md lists."""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from edition.database_url import read_database_url

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name: str, default: bool) -> bool:
    """Read a yes/no variable, refusing anything that is not clearly one of them."""
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} must be 'True' or 'False', not {value!r}.")
    return value == "True"


def load_or_create_secret(path: Path) -> str:
    """Read the secret in `path`; the first process creates it, readable by its owner only."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(draft, path)
        draft.unlink()
    if not (secret := path.read_text().strip()):
        raise ImproperlyConfigured(f"{path} is empty; delete it, and a new secret will be made.")
    return secret


DEBUG = env_flag("DEBUG", False)
# Other accounts of the machine must not read drafts, password hashes and sessions.
os.umask(0o077)
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = os.environ.get("SECRET_KEY") or load_or_create_secret(DATA_DIR / "secret_key")

HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
if HOST in ("0.0.0.0", "::") and not os.environ.get("SITE_URL"):
    raise ImproperlyConfigured(
        f"HOST={HOST} listens on every address of this machine. Set SITE_URL to the one that "
        "readers use, such as http://192.168.1.5:8000."
    )
# The site's public address, in links, citations and canonical addresses.
_host = f"[{HOST}]" if ":" in HOST else HOST
SITE_URL = (os.environ.get("SITE_URL") or f"http://{_host}:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname or _site.path:
    raise ImproperlyConfigured(
        f"SITE_URL must look like https://edition.example.org, not {SITE_URL!r}."
    )

ALLOWED_HOSTS = [
    *(os.environ.get("ALLOWED_HOSTS", "").split() or ["localhost", "127.0.0.1", "[::1]"]),
    f"[{_site.hostname}]" if ":" in _site.hostname else _site.hostname,
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "edition.desk.reauthentication.refuse_token"
IS_HTTPS = _site.scheme == "https"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
# HSTS for subdomains and preloading are decisions about other sites of the domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
X_FRAME_OPTIONS = "DENY"
# Pages load nothing from other hosts and contain no inline scripts or styles.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

INSTALLED_APPS = [
    "edition.texts",
    "edition.apparatus",
    "edition.timeline",
    "edition.polls",
    "edition.staff",
    "edition.releases",
    "edition.reader",
    "edition.desk",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "edition.content_security.ContentSecurityPolicy",
    "edition.reader.server.compression.CompressPublicPages",
    "edition.reader.server.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "edition.reader.withdrawn.Tombstones",
]

ROOT_URLCONF = "edition.urls"
WSGI_APPLICATION = "edition.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": read_database_url(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
# URL-encoded, a text of 100,000 Chinese characters has almost a megabyte.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # bytes, without files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an entity has a row of fields for each mention
# Pub/sub for new votes; without it PostgreSQL NOTIFY is used, and SQLite is polled.
REDIS_URL = os.environ.get("REDIS_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "edition.staff.backend.AppointmentBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "edition.desk.formats"
TIME_ZONE = os.environ.get("TIME_ZONE") or "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "edition.static_files.FingerprintedStorage"
    },
}
# Every page names them with their fingerprints; the others would double what is packed and loaded.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
