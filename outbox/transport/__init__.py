"""The way to the broker and back: queues, the connection that publishes with confirms, Celery's settings, and the
embedded broker that stands in for RabbitMQ. Knows `outbox.models`. Start with `celeryconfig.py`.
"""
