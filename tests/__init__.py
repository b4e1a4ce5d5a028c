"""What concerns the whole: journeys in a real browser (`e2e/`), killed processes (`kills/`), and the site, browser
and photos that tests share (`support/`). Tests of one room lie in that room.
"""
