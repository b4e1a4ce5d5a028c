from django.db.backends.mysql import base

from picup.db.wrappers import Watched


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    pass
