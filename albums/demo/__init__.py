"""The sample family of `manage.py demo`.

`family.py` says who they are and which albums they have, `pictures/` holds the files, `filling.py` adds them to a site
with the services that requests use. The pictures were drawn for this project; each has its date as a camera writes it.
Start with `filling.py`.
"""
