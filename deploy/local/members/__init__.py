"""All members of the stack, in the order of the status table. Each server has a file; start with `base.py`."""

from deploy.local.members.base import Member
from deploy.local.members.mariadb import Central, Primary, Replica
from deploy.local.members.mongo import Mongo
from deploy.local.members.nginx import Nginx
from deploy.local.members.prometheus import Prometheus
from deploy.local.members.rabbitmq import RabbitMQ
from deploy.local.members.redis import Redis
from deploy.local.members.s3 import S3
from deploy.local.members.site import Beat, Films, Web, WebUploads, Worker
from deploy.local.stack_dir import StackDir

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
    Films,
    Beat,
    Nginx,
    Prometheus,
)


def all_members(stack_dir: StackDir) -> dict[str, Member]:
    return {member.name: member for member in (kind(stack_dir) for kind in MEMBERS)}
