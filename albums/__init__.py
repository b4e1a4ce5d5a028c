"""Albums and pictures: the shelf, an album's pages, one photo, the uploader, the trash.

This room may know `accounts`, `storage`, `outbox` and `picup`; none of them knows it. Start with `models.py`, then
`urls.py`. `selectors.py` decides who may see what, `services/` change rows, files and messages, `images/` decodes.
"""
