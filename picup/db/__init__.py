"""Which database a request reads: the primary (alias `default`) or a replica (`replica1`, `replica2` …).

It knows connections and requests, and no app's models. Without DATABASE_REPLICA_URLS only three modules matter:
`config.py` makes the settings' DATABASES, `tls.py` refuses connections without TLS, and `connections.py` closes
connections during long waits. With replicas start with `middleware.py`: it chooses a `ReadRoute` for the request
(`routing.py`), which the router asks for each query (`router.py`). `health.py` probes all databases in a thread
(`probes.py`, `state.py`), and `wrappers.py` with the engines `mysql` and `sqlite3` reports failures at once.
`responses.py` and `sessions.py` are for read-only mode.
"""
