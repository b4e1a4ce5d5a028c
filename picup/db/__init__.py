"""Which database is asked: the primary (alias `default`) or one of its replicas (`replica1`, `replica2` …).

- configuring: the settings' DATABASES from the addresses, with our defaults and the replicas' weights
- tls: no connection without TLS where an address asks for it
- retrying, releasing: transactions in contention run again; connections given back during long waits

Only with DATABASE_REPLICA_URLS:

- configuring: the settings' DATABASES with the replicas, their weights and short timeouts
- state: what is believed of a database; probes: how it is asked; health: the thread per process that asks them all
  again and again, and what requests read of it
- reading: what one request has decided so far; router: the decision for each query
- watching (and the engines mysql, sqlite3): failures on a request's own way count at once, and how long it waits
- middleware: the pin after a write, the second try, read-only mode and its page
- sessions: a session is not written in read-only mode
"""
