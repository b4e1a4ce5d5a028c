"""All settings, in sections. Without any environment everything runs on one machine, with no other server.

docs/settings.md lists the environment variables.
"""

import logging
import os
import socket
from pathlib import Path
from urllib.parse import quote

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from picup import env
from picup.cache.options import configure as configure_cache
from picup.db.config import add_replicas
from picup.db.config import configure as configure_database
from picup.env.hidden import BUCKET_SECRETS
from picup.env.server_urls import read_broker, read_mail, read_mongo
from picup.keys import read_or_make_key, read_or_make_keys
from picup.ops import logs
from picup.release import read_release

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", "var")).expanduser()
if not DATA_DIR.is_absolute():
    DATA_DIR = BASE_DIR / DATA_DIR
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

# --- Site -------------------------------------------------------------------------------------------
DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = read_or_make_key("SECRET_KEY", DATA_DIR)
# The newest first: it encrypts, all of them decrypt (picup/encryption). Without the keys every photo is lost.
FILE_ENCRYPTION_KEYS = read_or_make_keys("FILE_ENCRYPTION_KEYS", DATA_DIR, size=32)
FIELD_ENCRYPTION_KEYS = read_or_make_keys("FIELD_ENCRYPTION_KEYS", DATA_DIR, size=32)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8000, most=65535)
# For picup/gunicornconfig.py, which reads them again. Read here too, so that a mistake stops the site and not its web
# server alone, which would be started again for ever.
WEB_PROCESSES = env.integer("WEB_PROCESSES", 2, least=1)
WEB_THREADS = env.integer("WEB_THREADS", 8, least=1)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# On behind a proxy with TLS: cookies then travel over https only. The embedded default speaks http on loopback.
HTTPS = env.boolean("HTTPS", False)
# Addresses of our own proxies. Their X-Forwarded-For and X-Forwarded-Proto are believed.
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES", "127.0.0.1,::1" if HTTPS else "")

INSTALLED_APPS = [
    "picup.apps.PicupConfig",
    "accounts",
    "albums",
    "storage",
    "outbox",
    "picup.alerts.apps.AlertsConfig",
    "picup.encryption.apps.EncryptionConfig",
    "picup.apps.PicupAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    "picup.web.head.HeadMiddleware",
    "picup.web.unread_bodies.UnreadBodyMiddleware",
    # Request ids, the access log and response times. The receivers of its signals are in picup/ops/access_log.py.
    "django_structlog.middlewares.RequestMiddleware",
    "picup.web.real_address.RealAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "picup.web.private.PrivateMiddleware",
    "csp.middleware.CSPMiddleware",
    "picup.web.upload_limit.UploadLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "picup.web.newer_session.NewerSessionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "picup.web.host_cookie.HostCookieMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "picup.web.upload_limit.UploadShareMiddleware",
    "picup.core.actor.ActorMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "accounts.middleware.DeviceMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.lock_outs.KnownDeviceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "picup.web.busy.BusyMiddleware",
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
                "accounts.context_processors.reader",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------------
DATABASE_LOCK_SECONDS = env.integer("DATABASE_LOCK_SECONDS", 3, least=1)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Options in DATABASE_URL replace our defaults (picup/db/config.py). The path is quoted for use in an address.
DATABASES = {
    "default": configure_database(
        env.text("DATABASE_URL") or f"sqlite:///{quote(str(DATA_DIR / 'picup.sqlite3'))}",
        lock_seconds=DATABASE_LOCK_SECONDS,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
# Weights of the replicas by alias (replica1 …). Pages read from one of them (picup/db).
DATABASE_REPLICAS = add_replicas(DATABASES, env.words("DATABASE_REPLICA_URLS"))
# Seconds. A replica that lags more is not read.
DATABASE_LAG_SECONDS = env.number("DATABASE_LAG_SECONDS", 5)
# Seconds that a person reads from the primary after a write, at least.
DATABASE_PIN_SECONDS = env.number("DATABASE_PIN_SECONDS", 5)
if DATABASE_REPLICAS:
    DATABASE_ROUTERS = ["picup.db.router.Router"]
    # Before anything that queries the database, after what counts and times requests.
    MIDDLEWARE.insert(
        MIDDLEWARE.index("csp.middleware.CSPMiddleware"), "picup.db.middleware.DatabaseMiddleware"
    )

# Pages are cached under this name. It is read at a process's start, so that an old process keeps its name while an
# update replaces files.
RELEASE = env.text("RELEASE") or read_release(BASE_DIR)
CACHES = {"default": configure_cache(env.text("CACHE_URL") or "locmemcache://")}

# --- People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.MemberBackend",
]
PASSWORD_HASHERS = ["picup.core.passwords.Argon2InTurn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.password_rules.UnlikeThePerson"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.password_rules.NoDate"},
]
# Days that the account journal is kept (accounts/services/journal.py).
JOURNAL_DAYS = env.integer("JOURNAL_DAYS", 400, least=1)
LOGIN_URL = reverse_lazy("login")
LOGIN_REDIRECT_URL = reverse_lazy("shelf")
LOGOUT_REDIRECT_URL = reverse_lazy("shelf")

SESSION_ENGINE = "picup.db.sessions"
# Of parents: browsers keep a cookie for at most 400 days, and DeviceMiddleware renews a parent's at each visit. Others
# have less (accounts/session_ages.py).
SESSION_COOKIE_AGE = 400 * 24 * 3600
FORMER_SESSION_COOKIE_NAME = "picup_session"
SESSION_COOKIE_NAME = "__Host-picup_session" if HTTPS else FORMER_SESSION_COOKIE_NAME
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "picup.web.errors.csrf_failure"

# Count failures in the database: the in-process cache would count for each web process alone.
AXES_HANDLER = "accounts.lock_outs.LockOutHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.backends.name_to_count"
AXES_CLIENT_IP_CALLABLE = "accounts.throttling.caller"
AXES_CLIENT_STR_CALLABLE = "accounts.lock_outs.describe_client"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "picup.web.errors.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "password", "password1", "password2"]

# Who may begin a family album: nobody without an invitation, only the site's first family, or everybody.
SIGN_UP = env.choice("SIGN_UP", "first", ("first", "invite", "open"))
# Who must have a second step at sign-in. `offered`: nobody; `staff`: administrators; `owners`: owners too.
SECOND_FACTOR = env.choice("SECOND_FACTOR", "offered", ("offered", "staff", "owners"))
# New families from one address (IPv6: one /64) in an hour. 0: no bound.
SIGN_UPS_PER_HOUR = env.integer("SIGN_UPS_PER_HOUR", 20)

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
        "media-src": ["'self'"],
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
# `vendor` has what npm installs (requirements/browser/install.py), if it could.
STATICFILES_DIRS = [path for path in (BASE_DIR / "static", BASE_DIR / "vendor") if path.is_dir()]
STORAGES: dict[str, dict] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "picup.web.static_files.StaticFiles"},
}

# --- Uploads ----------------------------------------------------------------------------------------
FAMILY_LIMIT_BYTES = env.integer("FAMILY_LIMIT_BYTES", 10_000_000_000)
# Of the originals of all families together. 0: none.
SITE_LIMIT_BYTES = env.integer("SITE_LIMIT_BYTES", 0)
UPLOAD_LIMIT_BYTES = env.integer("UPLOAD_LIMIT_BYTES", 200_000_000, least=1)
# Of one film, and how long it may be. Photos are decoded whole, so they keep the smaller limit above.
FILM_LIMIT_BYTES = env.integer("FILM_LIMIT_BYTES", 4_000_000_000, least=1)
FILM_LIMIT_MINUTES = env.integer("FILM_LIMIT_MINUTES", 60, least=1, most=600)
# Seconds after which the conversion of a film is given up.
FILM_SECONDS = env.integer("FILM_SECONDS", 14_400, least=1, most=86_400)
# Room that is kept on each volume; below it uploads are refused (storage/io/room.py). 0: none.
FREE_SPACE_RESERVE_BYTES = env.integer("FREE_SPACE_RESERVE_BYTES", 500_000_000, least=0)
# Concurrent uploads of each web process. Fewer than its threads, so that pages find one.
WEB_UPLOADS = env.integer("WEB_UPLOADS", max(1, min(4, WEB_THREADS // 2)), least=1)
# Places that one person's uploads leave to others (picup/web/upload_limit.py). None where all threads are for uploads
# alone: there uploads wait for a thread, and none is refused.
WEB_UPLOADS_OF_OTHERS = (WEB_UPLOADS + 1) // 2 if WEB_UPLOADS < WEB_THREADS else 0
# Concurrent downloads of originals of each process.
WEB_DOWNLOADS = env.integer("WEB_DOWNLOADS", 4, least=0)
WEB_THREADS_BESIDE = WEB_UPLOADS_OF_OTHERS + WEB_DOWNLOADS
DATA_UPLOAD_MAX_NUMBER_FILES = 500
# Every view except the uploader refuses files without storing a byte of them.
FILE_UPLOAD_HANDLERS = ["storage.io.staging.RefuseFiles"]
STAGING_DIR = DATA_DIR / "staging"
# Seconds after which a decoder is killed.
EXAMINE_SECONDS = env.number("EXAMINE_SECONDS", 10)
DERIVE_SECONDS = 60
# strict: decode no photo where a part of the sandbox is missing (albums/images/sandbox). best: use what there is.
DECODER_SANDBOX = env.choice("DECODER_SANDBOX", "best", ("best", "strict"))

# --- The two storages -------------------------------------------------------------------------------
STORAGE_MAIN_DIR = Path(env.text("STORAGE_MAIN_DIR") or DATA_DIR / "storage" / "main")
# The backup is a directory, or a bucket where one is named. The bucket's key: AWS_ACCESS_KEY_ID, which django-storages
# reads from the environment, and AWS_SECRET_ACCESS_KEY, which leaves it and is a setting.
STORAGE_BACKUP_DIR = env.text("STORAGE_BACKUP_DIR")
STORAGE_BACKUP_S3_BUCKET = env.text("STORAGE_BACKUP_S3_BUCKET")
STORAGE_BACKUP_S3_PREFIX = env.text("STORAGE_BACKUP_S3_PREFIX")
STORAGE_BACKUP_S3_ENDPOINT_URL = env.text("STORAGE_BACKUP_S3_ENDPOINT_URL")
vars().update({name: secret for name in BUCKET_SECRETS if (secret := env.text(name))})
AWS_REGION = env.text("AWS_REGION") or "us-east-1"
STORAGE_COPIES_REQUIRED = env.choice("STORAGE_COPIES_REQUIRED", "all", ("all", "1"))
STORAGE_WRITE_TIMEOUT_SECONDS = env.number("STORAGE_WRITE_TIMEOUT_SECONDS", 5)
# Reads try main first. An operator may give other options, or another `storage.backends.base.Backend`.
STORAGES["main"] = {
    "BACKEND": "storage.backends.directory.DirectoryBackend",
    "OPTIONS": {"directory": STORAGE_MAIN_DIR, "prepared": True},
}
STORAGES["backup"] = {
    "BACKEND": "storage.backends.directory.DirectoryBackend",
    "OPTIONS": {"directory": Path(STORAGE_BACKUP_DIR or DATA_DIR / "storage" / "backup"), "prepared": True},
}
if STORAGE_BACKUP_S3_BUCKET:
    STORAGES["backup"] = {
        "BACKEND": "storage.backends.s3.S3Backend",
        "OPTIONS": {
            "bucket_name": STORAGE_BACKUP_S3_BUCKET,
            "location": STORAGE_BACKUP_S3_PREFIX.strip("/"),
            "endpoint_url": STORAGE_BACKUP_S3_ENDPOINT_URL or None,
            "region_name": AWS_REGION,
            # Seconds, of each of at most two attempts.
            "connect_seconds": 2,
            "read_seconds": STORAGE_WRITE_TIMEOUT_SECONDS,
            "attempts": 2,
        },
    }
# The walk that verifies every copy: bytes an hour of each storage, and hours between two readings of a copy.
VERIFY_BYTES_PER_HOUR = env.integer("VERIFY_BYTES_PER_HOUR", 20_000_000_000)
VERIFY_EVERY_HOURS = env.integer("VERIFY_EVERY_HOURS", 24, least=1)
# The daily sweep always deletes what deleted files left behind. On: also objects that the database never knew.
SWEEP_DELETES = env.boolean("SWEEP_DELETES", False)
TRASH_DAYS = env.integer("TRASH_DAYS", 30)
# How long backups of the database are kept. `manage.py backup --rotate` deletes older ones; who leaves is told of it.
BACKUP_DAYS = env.integer("BACKUP_DAYS", 30, least=1)
# The server for the history of files. Blank: the history is in the database.
MONGO_URL = read_mongo(env.text("MONGO_URL"))

# --- Messages ---------------------------------------------------------------------------------------
EMBEDDED_BROKER = DATA_DIR / "broker.sqlite3"
CELERY_BROKER_URL, CELERY_BROKER_USE_SSL = read_broker(
    env.text("CELERY_BROKER_URL") or f"sqla+sqlite:///{EMBEDDED_BROKER}"
)
BROKER_IS_EMBEDDED = CELERY_BROKER_URL.startswith("sqla+")
OUTBOX_NUDGE = env.boolean("OUTBOX_NUDGE", True)
# Seconds that a dead dispatcher holds the messages that it was sending.
OUTBOX_LEASE_SECONDS = env.integer("OUTBOX_LEASE_SECONDS", 30, least=1, most=90)
# Seconds after which an unfinished message is sent again. Longer than any handler may run.
OUTBOX_RESEND_SECONDS = env.integer("OUTBOX_RESEND_SECONDS", 300, least=1, most=3600)
# Tries of a message, 1, 3, 9 and 10 seconds apart, before it is a dead letter.
OUTBOX_MAX_FAILURES = env.integer("OUTBOX_MAX_FAILURES", 5, least=1)
# Seconds between two tries of a message that met a full disk.
OUTBOX_ROOM_SECONDS = env.integer("OUTBOX_ROOM_SECONDS", 20, least=1, most=90)
# Seconds after which a dead letter that was caused by an outage is replayed.
OUTBOX_OUTAGE_SECONDS = env.integer("OUTBOX_OUTAGE_SECONDS", 600, least=1)
OUTBOX_KEEP_DONE_DAYS = 7

# --- Monitoring -------------------------------------------------------------------------------------
# Who may read /metrics: this machine and private networks.
MONITORING_NETWORKS = env.networks("MONITORING_NETWORKS", "127.0.0.0/8,::1")
# Counters of this machine's processes. The machine's name is in the path because other machines or containers may
# share DATA_DIR, and have processes with the same ids.
METRICS_DIR = Path(env.text("METRICS_DIR") or DATA_DIR / "metrics" / socket.gethostname())
METRICS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
# prometheus_client reads this when it is imported, which is after this file.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)

# --- Mail and alerts --------------------------------------------------------------------------------
# Seconds, unless the address says another timeout.
vars().update({"EMAIL_TIMEOUT": 10} | read_mail(env.text("EMAIL_URL") or "consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Pic-up <pic-up@localhost>")
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Letters reach people by a mail server only. Without one, sign-up asks for no letter (accounts/services/letters.py).
LETTERS_ARE_SENT = env.text("EMAIL_URL").startswith("smtp")
# Letters to people in an hour, of the whole site. 0: no bound.
LETTERS_PER_HOUR = env.integer("LETTERS_PER_HOUR", 200)
# A secret: everybody who knows this address can write to the channel. No log line and no error contains it.
ALERT_WEBHOOK_URL = env.text("ALERT_WEBHOOK_URL")
# Seconds after a message in which further alerts of its kind collect. They are then sent as one.
ALERT_QUIET_SECONDS = env.integer("ALERT_QUIET_SECONDS", 300)
SLOW_REQUEST_SECONDS = env.number("SLOW_REQUEST_SECONDS", 3)

# --- Logs -------------------------------------------------------------------------------------------
LOGGING = logs.settings(env.choice("LOG_LEVEL", "INFO", logs.LEVELS), logs.chosen_format())
logs.configure()
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True
# Our own line names the person (picup/ops/access_log.py). The library would query the database for it.
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# One line for each request and task, at its end.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
