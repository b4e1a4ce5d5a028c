"""Addresses that sign somebody in are passwords: no log line may hold one.

Django writes the path of every refused request into its log ("Not Found: /open/…"), and a traceback may
carry it too. So it is taken out where a line is finished, not where one is begun.
"""

import re

# To the end of the line or of the quoted request: a hostile path may have blanks before its token.
SECRET_PATH = re.compile(r"(/(?:open|join|password-reset)/+)[^\"\r\n]+", re.IGNORECASE)


def redact(line: str) -> str:
    return SECRET_PATH.sub(r"\1[secret]", line)
