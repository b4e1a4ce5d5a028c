"""What an archive may be, before anybody reads of it what nobody could want."""

# Files in one archive or folder: the plan of an import is in memory.
MOST_MEMBERS = 200_000
# A photo's JSON has a few kilobytes, and Apple's table a hundred bytes for each photo.
JSON_BYTES, TABLE_BYTES = 1_000_000, 50_000_000
# Photos and films are compressed already. Deflate cannot do more than 1,032.
MOST_RATIO, RATIO_FROM_BYTES = 100, 10_000_000
NAME_LENGTH = 1000
