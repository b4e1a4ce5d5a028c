"""Albums and pictures: the shelf, the pages, one photo, the uploader, the trash. Knows `accounts`, `storage`,
`outbox` and `picup`. Start with `models.py`, then `urls.py`; who may see what is in `selectors.py`.
"""
