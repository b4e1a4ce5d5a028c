"""Reading and writing the bytes of files.

On the way in, `staging.py` receives an upload on the staging volume, and `fanout.py` writes one file to every storage
at the same time. On the way out, `copy_readers.py` opens one copy, `reader.py` reads a file from the first storage that
has it, and `serving.py` answers a request with it. The room may know the backends, `storage/damage.py`, the models and
`picup`. Start with `fanout.py` (writing) and `reader.py` (reading).
"""
