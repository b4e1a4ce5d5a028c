"""All settings, in one file. With no environment at all everything runs on one machine with no server."""

from pathlib import Path

import environ
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from picup import env
from picup.keys import read_or_make_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", "var")).expanduser()
if not DATA_DIR.is_absolute():
    DATA_DIR = BASE_DIR / DATA_DIR
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
urls = environ.Env()

# --- Site -------------------------------------------------------------------------------------------
DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = read_or_make_key("SECRET_KEY", DATA_DIR)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8000)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Addresses of our own nginx: what they say of the caller's address is believed.
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
# On behind TLS (nginx): cookies then travel over https only. The embedded default speaks http on loopback.
HTTPS = env.boolean("HTTPS", False)

INSTALLED_APPS = [
    "picup.apps.PicupConfig",
    "accounts",
    "albums",
    "storage",
    "outbox",
    "picup.apps.PicupAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "picup.web.request_id.RequestIdMiddleware",
    "picup.web.real_address.RealAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "accounts.middleware.DeviceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "picup.urls"
WSGI_APPLICATION = "picup.wsgi.application"
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
                "accounts.context.reader",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": urls.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'picup.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Two writers that both start by reading would deadlock in SQLite's upgrade of the lock.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # FULL: a photo that was acknowledged is still known after a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"] = {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        # Seconds. A server that hangs costs a request this long, not for ever.
        "connect_timeout": 3,
        "read_timeout": 30,
        "write_timeout": 30,
    }
DATABASES["default"]["CONN_MAX_AGE"] = 300
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": urls.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["LOCATION"].startswith(("redis://", "rediss://")):
    CACHES["default"] |= {
        "BACKEND": "django_redis.cache.RedisCache",
        # A cache that is gone or hangs only costs speed: a miss, at most this many seconds late.
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 0.5},
    }

# --- People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.MemberBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("login")
LOGIN_REDIRECT_URL = reverse_lazy("shelf")
LOGOUT_REDIRECT_URL = reverse_lazy("shelf")

# A browser keeps no cookie longer than 400 days; DeviceMiddleware sends a parent's again on her visits.
SESSION_COOKIE_AGE = 400 * 24 * 3600
SESSION_COOKIE_NAME = "picup_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "picup.web.errors.csrf_failure"

# Failures are counted in the database: the in-process cache would count once per web process.
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.backends.name_to_count"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "picup.web.errors.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["password", "password1", "password2"]

# --- Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "picup.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Asia/Seoul")

# --- Security ---------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Static files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Uploads ----------------------------------------------------------------------------------------
FAMILY_LIMIT_BYTES = env.integer("FAMILY_LIMIT_BYTES", 10_000_000_000)
UPLOAD_LIMIT_BYTES = env.integer("UPLOAD_LIMIT_BYTES", 200_000_000, least=1)
DATA_UPLOAD_MAX_NUMBER_FILES = 500
# Every address but the uploader refuses files without storing a byte of them.
FILE_UPLOAD_HANDLERS = ["storage.receiving.RefuseFiles"]
STAGING_DIR = DATA_DIR / "staging"
# A decoder that takes longer is killed.
EXAMINE_SECONDS = 10
DERIVE_SECONDS = 60

# --- The two storages -------------------------------------------------------------------------------
STORAGE_MAIN_DIR = Path(env.text("STORAGE_MAIN_DIR") or DATA_DIR / "storage" / "main")
STORAGE_BACKUP_DIR = Path(env.text("STORAGE_BACKUP_DIR") or DATA_DIR / "storage" / "backup")
# name: (backend, its options). Reads try them in this order.
FILE_STORAGES = {
    "main": ("storage.backends.directory.DirectoryBackend", {"directory": STORAGE_MAIN_DIR}),
    "backup": ("storage.backends.directory.DirectoryBackend", {"directory": STORAGE_BACKUP_DIR}),
}
STORAGE_COPIES_REQUIRED = env.choice("STORAGE_COPIES_REQUIRED", "all", ("all", "1"))
STORAGE_WRITE_TIMEOUT_SECONDS = env.number("STORAGE_WRITE_TIMEOUT_SECONDS", 5)
TRASH_DAYS = env.integer("TRASH_DAYS", 30)

# --- Messages ---------------------------------------------------------------------------------------
EMBEDDED_BROKER = DATA_DIR / "broker.sqlite3"
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL") or f"sqla+sqlite:///{EMBEDDED_BROKER}"
BROKER_IS_EMBEDDED = CELERY_BROKER_URL.startswith("sqla+")
OUTBOX_NUDGE = env.boolean("OUTBOX_NUDGE", True)
OUTBOX_LEASE_SECONDS = 30
# Longer than any handler may run: an unfinished message is sent again after this.
OUTBOX_RESEND_SECONDS = env.integer("OUTBOX_RESEND_SECONDS", 300, least=1)
OUTBOX_MAX_FAILURES = env.integer("OUTBOX_MAX_FAILURES", 6, least=1)
OUTBOX_KEEP_DONE_DAYS = 7

# --- Mail and alerts --------------------------------------------------------------------------------
vars().update(urls.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Pic-up <pic-up@localhost>")
PASSWORD_RESET_TIMEOUT = 24 * 3600

# --- Logs -------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "picup.web.request_id.RequestIdFilter"}},
    "formatters": {
        "line": {
            "class": "picup.web.redact.RedactingFormatter",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        },
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
    },
}
