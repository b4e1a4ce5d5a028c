"""The cache: pieces of pages that many people are shown alike. It only ever costs or saves time.

- configuring: the settings' CACHES from CACHE_URL
- pages: `kept(key, build, is_still)` returns a piece from the cache, or builds it, once for all who wait for it
- circuit, redis: a Redis that is dead or hangs is not asked again for a while; what it says is not believed blindly

A Redis that is dead, hangs or lies costs time only: at most 0.2 s once in five seconds for each process, or as long as
CACHE_URL's own `socket_timeout` says.

What is kept is rendered HTML without anything that is one person's: her name, messages, forms' tokens, text size and
telephone number are put around it for each request.

**Evicted on commit and not before.** A key holds the version of what the piece shows. The version is a column of the
album's own row (albums/querysets.py): a new random number, written in the transaction of whatever changes the page, so
it is new exactly when that commits, and stays the old one after a rollback. There is no message to other processes
that a crash could lose. The price is one indexed query for each page, and that query is the access check anyway.

**Concurrent writers.** The version is read before the rows, from the same database (a request reads from one). So a
version can only ever be too old for its rows, never too new: a replica that lags shows old rows under their old
version. It is asked again after the last row, and what changed meanwhile is shown once and not kept: what stands in
the cache under a version is what was committed with it. Random, because counters would come round again to numbers
that were used before, after a backup is restored or a replica without the last moments becomes the primary.

**Never another family's page.** Each request is checked against the database before the cache is asked. The key holds
the family, the album, the language and what the person may do, and the value is encrypted for that key alone
(AES-256-GCM, the key as additional data, with FIELD_ENCRYPTION_KEYS): whoever can write to Redis can neither read
titles and captions there, nor put one page in another's place, nor make up one.
"""
