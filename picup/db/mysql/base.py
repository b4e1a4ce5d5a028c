from django.db.backends.mysql import base

from picup.db.wrappers import MonitoredWrapper


class DatabaseWrapper(MonitoredWrapper, base.DatabaseWrapper):
    pass
