"""Data of earlier releases, as they wrote it, and tests that today's program goes on with it. Start with README.md."""
