from django.db.backends.sqlite3 import base

from picup.databases.watching import Watched


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    pass
