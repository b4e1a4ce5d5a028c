"""Decode and shrink pictures, and read when they were taken.

Uploads may be hostile, so they are decoded in a child process with limits: `decoder.py` starts it, `child.py` is its
program, and all other modules run inside it. This room may know no model and no setting. Start with `decoder.py`.
"""
