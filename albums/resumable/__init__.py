"""Resumable uploads: tus 1.0.0 (https://tus.io/protocols/resumable-upload), with creation, creation-with-upload,
termination, expiration and checksum.

`headers.py` reads what a client says, `claiming.py` decides which request may write to an upload's row, `receiving.py`
takes a body in, `finishing.py` adds the picture, `holding.py` lets one request do that, `cleaning.py` removes what
nobody came back for. The bytes are on the staging volume (storage/io/growing.py), all else is in `StagedUpload`. The
addresses are in albums/views/uploads.py.
"""
