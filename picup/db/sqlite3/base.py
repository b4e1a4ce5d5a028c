from django.db.backends.sqlite3 import base

from picup.db.wrappers import Watched


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    pass
