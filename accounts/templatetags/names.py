"""A person's name within a Korean sentence. In other languages it stays as it is.

    {% blocktranslate with name=helper|subject %}{{ name }} will see it{% endblocktranslate %}

The Korean sentence is then "%(name)s 볼 거예요": the particle came with the name.
"""

from django import template
from django.utils.translation import get_language

from picup.core import korean

register = template.Library()


def is_korean() -> bool:
    return (get_language() or "").startswith("ko")


@register.filter
def called(name: str) -> str:
    """Return the name as a family says it: 지은 is 지은이, so that 에게 can follow."""
    return korean.as_called(name) if is_korean() else name


@register.filter
def subject(name: str) -> str:
    """Return the name with 이 or 가: 지은이가, 민수가, 딸이."""
    return korean.with_subject(name) if is_korean() else name
