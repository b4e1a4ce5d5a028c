"""Read the addresses of the broker, of mail and of MongoDB. Refuse what would otherwise be ignored."""

import ssl
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from picup.env.url_options import Reader, boolean, file, one_of, split_options, whole

# kombu's names of options in an address, and py-amqp's names. kombu itself translates them wrongly.
BROKER_TLS = {
    "ssl_ca_certs": "ca_certs",
    "ssl_certfile": "certfile",
    "ssl_keyfile": "keyfile",
    "ssl_cert_reqs": "cert_reqs",
}
BROKER: dict[str, Reader] = {
    "ssl_ca_certs": file,
    "ssl_certfile": file,
    "ssl_keyfile": file,
    "ssl_cert_reqs": one_of("none", "required"),
    "heartbeat": whole(0),
    "connect_timeout": whole(1),
}
BROKERS = ("amqp", "pyamqp", "amqps")


def read_broker(url: str) -> tuple[str, dict[str, Any] | None]:
    """Return the broker's address for Celery and, for amqps://, its `broker_use_ssl`; None without TLS.

    With TLS the broker's certificate and name are verified, unless `ssl_cert_reqs=none`. Raise `ImproperlyConfigured`
    for another kind of broker, for several brokers, and for an option that is not understood.
    """
    scheme = url.partition("://")[0]
    if scheme.startswith("sqla+"):  # Embedded: SQLAlchemy refuses what it does not understand.
        return url, None
    if scheme not in BROKERS:
        raise ImproperlyConfigured("CELERY_BROKER_URL must begin with amqp:// or amqps://.")
    if ";" in url:
        raise ImproperlyConfigured("CELERY_BROKER_URL names one broker; write ; in a password as %3B.")
    address, options = split_options("CELERY_BROKER_URL", url, BROKER)
    tls = {name: options.pop(key) for key, name in BROKER_TLS.items() if key in options}
    if tls and scheme != "amqps":
        raise ImproperlyConfigured("CELERY_BROKER_URL: options of TLS mean nothing without amqps://.")
    address += f"?{urlencode(options)}" if options else ""
    if scheme != "amqps":
        return address, None
    if tls.pop("cert_reqs", "required") == "none":
        return address, {**tls, "cert_reqs": ssl.CERT_NONE}
    return address, {**tls, "cert_reqs": ssl.CERT_REQUIRED, "server_hostname": urlsplit(url).hostname}


MAIL: dict[str, Reader] = {
    "email_use_tls": boolean,
    "email_use_ssl": boolean,
    "ssl_certfile": file,
    "ssl_keyfile": file,
    "timeout": whole(1),
}


def read_mail(url: str) -> dict[str, Any]:
    """Return Django's settings EMAIL_… from EMAIL_URL. Raise `ImproperlyConfigured`."""
    readers = MAIL if url.startswith("smtp") else {}
    address, options = split_options("EMAIL_URL", url, readers)
    scheme = address.partition("://")[0]
    if scheme not in Env.EMAIL_SCHEMES:
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp://, smtp+tls:// or smtp+ssl://.")
    settings = Env.email_url_config(address)
    for name, value in options.items():
        setting = name.upper() if name.startswith("email_") else f"EMAIL_{name.upper()}"
        if settings.setdefault(setting, value) != value:
            raise ImproperlyConfigured(f"EMAIL_URL: {scheme}:// says the contrary of {name}.")
    if settings.get("EMAIL_USE_TLS") and settings.get("EMAIL_USE_SSL"):
        raise ImproperlyConfigured("EMAIL_URL: of smtp+tls:// and smtp+ssl:// only one can be.")
    return settings


# Options that must have these values: they decide when an event counts as written (storage/history/mongo.py).
MONGO_OURS = {"w": "majority", "journal": True}
MONGO_REFUSED = ("wtimeoutms", "tz_aware", "document_class", "uuidrepresentation")


def read_mongo(url: str) -> str:
    """Return MONGO_URL unchanged. Raise `ImproperlyConfigured` for an option that pymongo does not understand, of
    which it only warns, and for one that the history sets itself.
    """
    if not url:
        return ""
    if not url.startswith(("mongodb://", "mongodb+srv://")):
        raise ImproperlyConfigured("MONGO_URL must begin with mongodb:// or mongodb+srv://.")
    for name, value in mongo_options(url).items():
        if MONGO_OURS.get(name, value) != value or name in MONGO_REFUSED:
            raise ImproperlyConfigured(f"MONGO_URL: the option {name} is Pic-up's own to say.")
    return url


def mongo_options(url: str) -> dict[str, Any]:
    """Return the options in MONGO_URL by pymongo's names in small letters. Raise `ImproperlyConfigured`."""
    query = url.partition("?")[2]
    if not query:
        return {}
    # Imported here because the package is installed only for MongoDB.
    try:
        from pymongo.errors import PyMongoError
        from pymongo.uri_parser import split_options as split_mongo_options
    except ImportError:
        raise ImproperlyConfigured("MONGO_URL needs pymongo: run `make setup-servers`.") from None
    try:
        # Not the whole address: pymongo would look a mongodb+srv:// up in the DNS.
        return dict(split_mongo_options(query))
    except (PyMongoError, ValueError) as error:
        raise ImproperlyConfigured(f"MONGO_URL: {str(error).rstrip('.')}.") from None
