#!/usr/bin/env python
"""Django's command line for Pic-up."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picup.settings")
    from django.core.management import execute_from_command_line

    from picup.env.hidden import hide

    # Django's reloader executes itself again, with the environment that it has.
    if "runserver" not in sys.argv:
        hide()
    execute_from_command_line(sys.argv)
