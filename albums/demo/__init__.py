"""The sample family of `manage.py demo`: who they are and their albums (family.py), the pictures as files, and what
puts them into a site (filling.py). The pictures are our own drawings; each holds its date as a camera writes it."""
