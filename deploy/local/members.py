"""Everybody who belongs to the stack, in the order of the table."""

from deploy.local.mariadb import Central, Primary, Replica
from deploy.local.member import Member
from deploy.local.mongo import Mongo
from deploy.local.nginx import Nginx
from deploy.local.place import Place
from deploy.local.prometheus import Prometheus
from deploy.local.rabbitmq import RabbitMQ
from deploy.local.redis import Redis
from deploy.local.s3 import S3
from deploy.local.site import Beat, Web, WebUploads, Worker

MEMBERS: tuple[type[Member], ...] = (
    Primary,
    Replica,
    Central,
    Redis,
    RabbitMQ,
    Mongo,
    S3,
    Web,
    WebUploads,
    Worker,
    Beat,
    Nginx,
    Prometheus,
)


def all_members(place: Place) -> dict[str, Member]:
    return {member.name: member for member in (kind(place) for kind in MEMBERS)}
