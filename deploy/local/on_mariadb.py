"""Run any tests of the site on MariaDB: `pytest -p deploy.local.on_mariadb` (`make test-mariadb`).

It is loaded after tests/support/environment.py, which removes DATABASE_URL, and before Django's settings read it.
pytest-xdist's processes load it again, and use the address that the first process left for them.
"""

import os
import uuid

from deploy.local.fixtures import new_stack, start

if "TEST_DATABASE_URL" not in os.environ:
    # Held by this name until the run ends.
    stack = new_stack(uuid.uuid4().hex[:12])
    os.environ["TEST_DATABASE_URL"] = start(stack, "mariadb-primary").url
os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
