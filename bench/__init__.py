"""One script for each figure that the documentation quotes, as a ratio to a bare yardstick of the same run. Start
with `__main__.py`.
"""
