"""Remove addresses that sign a person in from log lines: they are passwords.

Django logs the path of every refused request ("Not Found: /open/…"), and a traceback may hold it too. So the line is
redacted when it is finished, not where it begins.
"""

import re

# Up to the end of the line or of the quoted request: a hostile path may have blanks before its token.
SECRET_PATH = re.compile(
    r"(/(?:open|join|password-reset|accounts/(?:signup|email))/+)[^\"\r\n]+", re.IGNORECASE
)


def redact(line: str) -> str:
    return SECRET_PATH.sub(r"\1[secret]", line)
