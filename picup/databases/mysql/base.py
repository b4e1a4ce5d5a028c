from django.db.backends.mysql import base

from picup.databases.watching import Watched


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    pass
