"""Which database is asked: the primary (alias `default`) or one of its replicas (`replica1`, `replica2` …).

Without DATABASE_REPLICA_URLS nothing of this is installed. With it:

- configuring: the settings' DATABASES with the replicas, their weights and short timeouts
- state: what is believed of a database; probes: how it is asked; health: the thread per process that asks them all
  again and again, and what requests read of it
- reading: what one request has decided so far; router: the decision for each query
- watching (and the engines mysql, sqlite3): failures on a request's own way count at once, and how long it waits
- middleware: the pin after a write, the second try, read-only mode and its page
- sessions: a session is not written in read-only mode
"""
