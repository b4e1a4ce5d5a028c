"""What people and workers do to albums and pictures, as functions that cross rows, files and messages.

Views, tasks and the admin call them. They know models, `storage` and `outbox`, and no request. Start with `uploads.py`.
"""
