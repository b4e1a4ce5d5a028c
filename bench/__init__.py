"""Benchmarks: one module for each figure in the documentation, as a ratio to a bare yardstick in the same run.

It may use the product, `deploy` and `tests/support`; nothing imports it. Start with `__main__.py`.
"""
