from celery import shared_task

from picup.alerts import sending


@shared_task(name="picup.send_alerts")
def send_alerts() -> int:
    sending.prune()
    return sending.send_waiting()
