"""Settings of the site. What differs between installations comes from the environment (docs/operations.md)."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from handbook import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VARIABLE_DIRECTORY = BASE_DIR / "var"
VARIABLE_DIRECTORY.mkdir(exist_ok=True)

DEBUG = environment.flag("DEBUG", default=False)
SITE_ORIGIN = environment.origin("SITE_ORIGIN", default="http://127.0.0.1:8000")
HTTPS = SITE_ORIGIN.startswith("https://")
SECRET_KEY = environment.secret_key(VARIABLE_DIRECTORY)
FIELD_KEYS = environment.field_keys(VARIABLE_DIRECTORY)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default=[urlsplit(SITE_ORIGIN).hostname or "", "localhost"])

# Who runs this installation, as its pages say it; empty ones are said to be undecided.
SITE_OPERATOR = environment.line("SITE_OPERATOR")
SITE_CONTACT = environment.line("SITE_CONTACT")
PRIVACY_CONTACT = environment.line("PRIVACY_CONTACT")
PRIVACY_PROCESSORS = environment.line("PRIVACY_PROCESSORS")

INSTALLED_APPS = [
    "handbook",
    "pledges.catalogue",
    "pledges.platforms",
    "members",
    "workshops",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "simple_history",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "handbook.public.RefuseLargeBodies",
    "handbook.public.KeepPrivatePages",
    "handbook.public.CompressPublicPages",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "handbook.urls"
WSGI_APPLICATION = "handbook.wsgi.application"
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
                "handbook.public.site",
                "pledges.catalogue.nearby.visitor",
                "pledges.platforms.tray.tray",
            ],
        },
    }
]
# No other site of the same domain can plant a cookie of this name.
PLATFORMS_COOKIE = "__Host-platforms" if HTTPS else "platforms"
# Cookies with which a public page is for its visitor alone, and what of theirs changes such a page.
PAGE_COOKIES = {"visit": "", PLATFORMS_COOKIE: "pledges.platforms.tray.stamp"}
# The links to their own applications and registrations that a browser has opened (handbook.secret_links).
LINKS_COOKIE = "__Host-links" if HTTPS else "links"
CSRF_FAILURE_VIEW = "handbook.views.csrf_failure"

DATABASES = {"default": environment.database(VARIABLE_DIRECTORY)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "handbook.Staff"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
SIMPLE_HISTORY_REVERT_DISABLED = True

LANGUAGE_CODE = "ko"
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True
DATE_FORMAT, DATETIME_FORMAT = "Y. n. j.", "Y. n. j. H:i"
FORMAT_MODULE_PATH = ["handbook.formats"]

# Where processes that make files on this machine stand in line (pledges.documents.queue).
TICKETS = VARIABLE_DIRECTORY / "tickets"

STATIC_URL = "static/"
STATIC_ROOT = VARIABLE_DIRECTORY / "static"
# The font is built, not committed: `manage.py buildfont` writes it here.
STATICFILES_DIRS = [BASE_DIR / "static", VARIABLE_DIRECTORY / "built"]
(VARIABLE_DIRECTORY / "built").mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# What is uploaded never lies on a disk; `handbook.public.RefuseLargeBodies` answers before more is read.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_BODY_BYTES = 11 * 1024 * 1024

DEFAULT_FROM_EMAIL = environment.line("MAIL_FROM") or f"공약 핸드북 <no-reply@{urlsplit(SITE_ORIGIN).hostname}>"
# Where the secretariat hears of applications: number, time and a link into the admin, nothing more. Empty: no mail.
SECRETARIAT_MAIL = environment.mail_address("SECRETARIAT_MAIL")
MAILERS = {"default": environment.mailer(VARIABLE_DIRECTORY)}

# How long personal data is kept (law document 3.2); `manage.py daily` deletes what is past it.
CLUB_DRAFT_DAYS = environment.number("CLUB_DRAFT_DAYS", default=14, least=1)
CLUB_REFUSED_DAYS = environment.number("CLUB_REFUSED_DAYS", default=30, least=1)
CLUB_AFTER_TERM_MONTHS = environment.number("CLUB_AFTER_TERM_MONTHS", default=12)
EVENT_AFTER_MONTHS = environment.number("EVENT_AFTER_MONTHS", default=6, least=1)
ACCESS_LOG_MONTHS = environment.number("ACCESS_LOG_MONTHS", default=24, least=12)
MAIL_DAYS = environment.number("MAIL_DAYS", default=30, least=1)
# How long an offer of seats stands, and how many days before an event its parties are reminded.
OFFER_HOURS = environment.number("OFFER_HOURS", default=48, least=1)
REMINDER_DAYS = environment.number("REMINDER_DAYS", default=3, least=1)

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("TRUST_PROXY", default=False) else None
)
# What staff are told may name people: it stays out of cookies.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN] if HTTPS else []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "handbook.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
