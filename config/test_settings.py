"""The few differences for tests: a throw-away data folder, plain http, quick password hashing."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("PLENARY_DATA_DIR", tempfile.mkdtemp(prefix="plenary-tests-"))
os.environ.setdefault("PLENARY_HTTPS", "0")
os.environ.setdefault("EMAIL_URL", "file:")
os.environ.setdefault("PUBLIC_URL", "https://plenary.example.com")
os.environ.setdefault("EMAIL_FROM", "plenary@example.com")

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if os.environ["EMAIL_URL"] == "file:":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
