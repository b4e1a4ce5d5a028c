"""Print the settings that a release makes of the variables in a file, as JSON. Runs with each release's own code:
`python tests/releases/read_settings.py tests/releases/0.1/environment.json`, in its directory.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

MORE = """
    EMAIL_BACKEND EMAIL_HOST EMAIL_PORT EMAIL_HOST_USER EMAIL_HOST_PASSWORD EMAIL_USE_TLS DATABASE_REPLICAS
    SESSION_COOKIE_NAME FORMER_SESSION_COOKIE_NAME SESSION_COOKIE_AGE SESSION_COOKIE_SECURE SECURE_PROXY_SSL_HEADER
"""
OF_DATABASE = "NAME USER PASSWORD HOST PORT OPTIONS CONN_MAX_AGE"


def read(variables: dict[str, str]) -> dict:
    from django.conf import settings

    found = {name: getattr(settings, name) for name in (*variables, *MORE.split()) if hasattr(settings, name)}
    for alias, database in settings.DATABASES.items():
        found[f"DATABASES {alias}"] = {name: database[name] for name in OF_DATABASE.split()}
    return {**found, "CACHES": settings.CACHES["default"]["LOCATION"], "LOGGING": settings.LOGGING["root"]}


if __name__ == "__main__":
    variables = json.loads(Path(sys.argv[1]).read_text())
    sys.path.insert(0, "")
    with tempfile.TemporaryDirectory() as directory:
        os.environ.update(variables, DATA_DIR=directory, DJANGO_SETTINGS_MODULE="picup.settings")
        print(json.dumps(read(variables), default=str, indent=2, sort_keys=True))
