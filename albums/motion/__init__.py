"""Find the film inside a photo, and tell which film belongs to which photo.

Telephones of Google and Samsung write a short film behind the photo, in the same file: `finding.py` finds it, by what
the file says in its XMP (`google.py`), in its trailer (`samsung.py`) or in a box (`mpvd.py`). Apple's write it as a
second file: `pairing.py` says which two files are one Live Photo. This room may know no model.

Offsets are hostile. They are only places at which to look: what lies there must be an MP4 by its first bytes, and
ffmpeg must be able to read it.
"""
