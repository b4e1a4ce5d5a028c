"""Reading and writing bytes: an upload on the staging volume, one file written to every storage at once, a copy
read in blocks of segments, an answer to a request. Knows the backends and the rows. Start with `fanout.py`
(writing) and `reader.py` (reading).
"""
