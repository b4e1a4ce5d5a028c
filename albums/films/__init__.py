"""Recognise films, and make of each a poster and one MP4 that every browser plays.

Films may be hostile, so ffmpeg reads them as a process without network, without paths and without our environment:
`confined.py` is the program that starts it, `ffmpeg.py` calls that. `examine.py` runs when a film arrives; `poster.py`
and `convert.py` run in workers. `source.py` says where a film's plain bytes are meanwhile. This room may know no model.
Start with `examine.py`.
"""
