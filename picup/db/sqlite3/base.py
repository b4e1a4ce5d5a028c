from django.db.backends.sqlite3 import base

from picup.db.wrappers import MonitoredWrapper


class DatabaseWrapper(MonitoredWrapper, base.DatabaseWrapper):
    pass
