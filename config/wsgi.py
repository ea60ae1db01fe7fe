"""Server entry. A database that does not refuse what it must refuse is not served."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from audits.log import require_triggers  # noqa: E402 - models exist only now

require_triggers()
