"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from picup.env.hidden import hide

hide()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picup.settings")
application = get_wsgi_application()
