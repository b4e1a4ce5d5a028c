"""The whole site from outside: journeys in a real browser, who may open which address."""
