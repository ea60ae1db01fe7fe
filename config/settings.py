"""All settings, in labelled sections, read from the environment once at start."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import anchors
from config.environment import (
    broker,
    database,
    database_roles,
    env_flag,
    env_list,
    env_networks,
    env_number,
    env_text,
    kept_secret,
)
from config.mail import mail, sender, unsaid, web_address

BASE_DIR = Path(__file__).resolve().parent.parent

# ---- Where this installation keeps its files -----------------------------------------------------
# Database, broker messages, uploads, keys. Ignored by git; `./dev run` fills it.
DATA_DIR = Path(env_text("PLENARY_DATA_DIR", str(BASE_DIR / ".data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
FILES_DIR = DATA_DIR / "files"
SCREENING_INDEX_DIR = Path(env_text("SCREENING_INDEX_DIR", str(DATA_DIR / "screening-index")))

# ---- Security ------------------------------------------------------------------------------------
DEBUG = env_flag("DEBUG", False)
DEMO = env_flag("PLENARY_DEMO", False)
# In the demo only: treat the shipped, partial starter list as if it were whole, under a banner.
DEMO_LIST_IS_WHOLE = DEMO and env_flag("PLENARY_DEMO_LIST_IS_WHOLE", True)
# From the environment, else random and kept in the data folder (0600) from the first start on.
SECRET_KEY = env_text("SECRET_KEY", "") or kept_secret(DATA_DIR / "secret-key")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters.")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
# Whose X-Request-ID is taken over; from anybody else it is ignored.
TRUSTED_PROXIES = env_networks("TRUSTED_PROXIES")
# Off only where the service is reached over plain http on this machine (demo, tests).
HTTPS = env_flag("PLENARY_HTTPS", not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
# A sign-in ends after so long without activity, and after so many hours in any case.
SESSION_IDLE_MINUTES = env_number("SESSION_IDLE_MINUTES", 30, at_least=1)
SESSION_HOURS = env_number("SESSION_HOURS", 12, at_least=1)
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# ---- Application ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "rest_framework",
    "csp",
    "participation",
    # After participation: its post_migrate installs the triggers on every audited table.
    "audits",
]
MIDDLEWARE = [
    "participation.web.request_ids.request_ids",
    # First what puts headers on every answer, static files and refusals among them.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "participation.web.caching.kept_by_nobody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "participation.web.session_limits.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "participation.web.shell.shell",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- Database, broker, cache ---------------------------------------------------------------------
DATABASES = {"default": database(env_text("DATABASE_URL", f"sqlite:///{DATA_DIR}/plenary.sqlite3"))}
CACHES = {
    "default": {
        # One cache for all processes, without a server to start.
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
    }
}
if env_text("CACHE_URL", ""):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env_text("CACHE_URL"),
    }

CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = broker(
    env_text("BROKER_URL", "filesystem://localhost"), DATA_DIR / "broker"
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
# Below the lease of a check (two minutes), which is below half the broker's visibility timeout.
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_SOFT_TIME_LIMIT = 75
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "checks"
CELERY_TIMEZONE = "UTC"
# A check whose lease ran out is taken up again; after so many tries a person must look.
CHECK_LEASE_SECONDS = env_number("CHECK_LEASE_SECONDS", 120, at_least=1)
CHECK_ATTEMPTS = env_number("CHECK_ATTEMPTS", 5, at_least=1)
SWEEP_SECONDS = env_number("SWEEP_SECONDS", 10, at_least=1)

# ---- Mail ----------------------------------------------------------------------------------------
# The demonstration writes mails into its folder. Elsewhere web and worker do not start until all three are
# said, or EMAIL_URL is "none" (config/mail.py, require_mail); manage.py works without them.
_TRIED = DEBUG or DEMO
_EMAIL_URL = env_text("EMAIL_URL", "file:" if _TRIED else "")
_EMAIL_FROM = sender("EMAIL_FROM", env_text("EMAIL_FROM", "plenary@localhost" if _TRIED else ""))
# What people's browsers call this service; links in mails begin with it.
PUBLIC_URL = web_address("PUBLIC_URL", env_text("PUBLIC_URL", "http://127.0.0.1:8000" if _TRIED else ""))
MAIL_UNSAID = unsaid(url=_EMAIL_URL, address=PUBLIC_URL, sender=_EMAIL_FROM)
DEFAULT_FROM_EMAIL = _EMAIL_FROM or "plenary@localhost"
MAIL = mail(_EMAIL_URL, DATA_DIR / "mail")
EMAIL_BACKEND, EMAIL_FILE_PATH = MAIL.backend, MAIL.folder
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
# For each step of the talk with the mail server; the whole mail has the time limit of a task.
EMAIL_TIMEOUT = env_number("EMAIL_TIMEOUT_SECONDS", 10, at_least=1)
NOTICE_LEASE_SECONDS = env_number("NOTICE_LEASE_SECONDS", 120, at_least=1)
# Twice as long after each try, at most four hours: twenty tries are two days.
NOTICE_RETRY_SECONDS = env_number("NOTICE_RETRY_SECONDS", 60, at_least=1)
NOTICE_ATTEMPTS = env_number("NOTICE_ATTEMPTS", 20, at_least=1)

# ---- Audit log -----------------------------------------------------------------------------------
AUDIT_ORIGIN = env_text("AUDIT_ORIGIN", "plenary.example/log")
AUDIT_KEY_FILE = Path(env_text("AUDIT_KEY_FILE", str(DATA_DIR / "log-signing-key")))
AUDIT_HEAD_FILE = Path(env_text("AUDIT_HEAD_FILE", str(DATA_DIR / "log-head")))
# The whole log is checked against itself and the tables once a day from this hour (UTC) on, no longer than
# the lease; contradictions are mailed to these addresses, besides the health page.
SELF_CHECK_HOUR = env_number("SELF_CHECK_HOUR", 2, at_most=23)
SELF_CHECK_LEASE_SECONDS = env_number("SELF_CHECK_LEASE_SECONDS", 7200, at_least=120)
ALARM_TO = [sender("ALARM_TO", address) for address in env_list("ALARM_TO")]
AUDIT_EVENT_KINDS = ["audits.kinds.KINDS", "participation.events.KINDS"]
AUDITED_TABLES = "participation.events.AUDITED_TABLES"
# On PostgreSQL, names of database roles that are not called as usual: app=web,sequencer=seal (audits/roles).
DATABASE_ROLES = database_roles(env_text("DATABASE_ROLES", ""))
# Who holds the log's heads: the rows of AnchorDuty are made from these.
AUDIT_ANCHORS = (
    *anchors.mails(
        "AUDIT_MAIL_TO",
        env_list("AUDIT_MAIL_TO"),
        every=env_number("AUDIT_MAIL_SECONDS", 86_400, at_least=60),
    ),
    *anchors.authorities(
        "AUDIT_TSA", env_list("AUDIT_TSA"), every=env_number("AUDIT_TSA_SECONDS", 3600, at_least=60)
    ),
    *anchors.witnesses(
        "AUDIT_WITNESSES",
        env_list("AUDIT_WITNESSES"),
        every=env_number("AUDIT_WITNESS_SECONDS", 60, at_least=1),
    ),
    *anchors.copies(
        "AUDIT_COPIES", env_list("AUDIT_COPIES"), every=env_number("AUDIT_COPY_SECONDS", 60, at_least=1)
    ),
)
ANCHOR_TIMEOUT_SECONDS = env_number("ANCHOR_TIMEOUT_SECONDS", 20, at_least=1)
ANCHOR_LEASE_SECONDS = env_number("ANCHOR_LEASE_SECONDS", 120, at_least=1)
# Twice as long after each try, at most an hour, and never quite the same.
ANCHOR_RETRY_SECONDS = env_number("ANCHOR_RETRY_SECONDS", 30, at_least=1)
# Outsiders who may read the log as tiles, by the hash of a token. Nobody, unless named here.
AUDIT_READ_TOKENS = anchors.reading_tokens("AUDIT_READ_TOKENS", env_list("AUDIT_READ_TOKENS"))

# ---- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "participation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "participation.web.accounts.NoSignupAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False

# ---- Retention -----------------------------------------------------------------------------------
# From the last event of a transaction: 15 CFR 762.6(a). Longer where the company wants, never shorter.
RETENTION_YEARS = env_number("RETENTION_YEARS", 5, at_least=5)
# A draft of a meeting that nobody sent is no record.
DRAFT_DAYS = env_number("DRAFT_DAYS", 90, at_least=1)

# ---- Language, time, static files ----------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a missing folder at every start
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG or DEMO
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# ---- API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}

# ---- Limits on what people send ------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000

# ---- Log lines: event words and ids, never names of people ---------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s request=%(request_id)s"}
    },
    "filters": {
        "refusals": {"()": "config.log_lines.RefusalsInOneLine"},
        "request_id": {"()": "config.log_lines.WithRequestId"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals", "request_id"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env_text("LOG_LEVEL", "INFO")},
    "loggers": {"django.utils.autoreload": {"level": "WARNING"}},
}
