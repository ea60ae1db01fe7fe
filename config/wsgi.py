"""Server entry. Not served: a database that does not refuse what it must, or changes that nobody hears of."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - as the next one

from audits.log import require_triggers  # noqa: E402 - models exist only now
from config.mail import require_mail  # noqa: E402

require_mail(settings.MAIL_UNSAID)
require_triggers()
