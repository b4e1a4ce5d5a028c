"""Everything that knows the broker: Celery's settings, the queues, the connection that publishes with confirms, our
changes to Celery's worker and beat, and the embedded broker that stands in for RabbitMQ.

The room may know `outbox.models` and `picup`, and nothing else of the outbox. Start with `celeryconfig.py`, then
`broker.py`.
"""
