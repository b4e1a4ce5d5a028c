"""The renderings of a picture, by their names."""

# Long edge in pixels: a trash list or a cover; a photo mounted on an album page; a photo alone on the screen.
VARIANTS = {"thumb": 480, "page": 1080, "screen": 2048}
# Made first, so that an album that was just filled shows its photos soon.
FIRST = ("thumb", "page")
# The MP4 that is played. Its poster is the largest of VARIANTS.
FILM, POSTER = "film", "poster"
# One more for the enlarged photo, made later, of originals whose long edge has at least LARGE_FROM pixels.
LARGE, LARGE_EDGE, LARGE_FROM = "large", 4096, 2600
