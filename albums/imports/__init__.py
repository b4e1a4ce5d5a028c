"""Archives that come in: Google's Takeout, Apple's and KakaoTalk's exports, any zip or folder.

`sources.py` lists what is in folders and zips (`salvage.py`: in one that was cut), `sidecars.py` knows how Google names
a photo's JSON, `sidecar_files.py` reads one, `apple.py` reads Apple's tables, `planning.py` says which file becomes
which picture of which album, and `running.py` adds them as uploads are added. `reasons.py` has the sentence for each
file that does not come in. What is in an archive is hostile: nothing of it is unpacked to a disk, and its names are
never paths.
"""
