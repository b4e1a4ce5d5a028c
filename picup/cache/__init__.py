"""The cache of page fragments, which are the same for many people. It may only cost or save time.

It knows keys and texts, and no album. Start with `get_or_build.py`. `options.py` makes the settings' CACHES from
CACHE_URL; `redis.py` and `circuit.py` bound what a broken Redis costs.

A Redis that is dead, hangs or lies costs time only: at most 0.2 s once in five seconds for each process, or as long as
CACHE_URL's own `socket_timeout` says.

A fragment is rendered HTML without anything personal. The name, messages, form tokens, text size and telephone number
of a person are put around it for each request.

**Invalidated by a commit and not before.** A key holds the version of what the fragment shows. The version is a column
of the album's own row (albums/querysets.py). Every transaction that changes the page writes a new random number into
it. So the version changes exactly when the transaction commits, and stays the same after a rollback. No message to
other processes is needed, which a crash could lose. The price is one indexed query for each page, and that query is
the access check anyway.

**Concurrent writers.** The version is read before the rows, from the same database (a request reads from one). So a
version can be too old for its rows, but never too new: a lagging replica shows old rows under their old version. The
version is read again after the last row. If it changed meanwhile, the fragment is shown once and not cached. So the
cache holds under a version only what was committed with it. The number is random because a counter would return to
used values after a backup is restored, or after a replica that lacks the last moments becomes the primary.

**Never another family's page.** Each request is checked against the database before the cache is asked. The key holds
the family, the album, the language and the person's rights. The value is encrypted for that key alone (AES-256-GCM,
the key as associated data, with FIELD_ENCRYPTION_KEYS). So an intruder in Redis can neither read titles and captions,
nor swap two pages, nor invent one.
"""
