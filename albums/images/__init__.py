"""Decoding and shrinking pictures, and reading when they were taken. Hostile input is read in a child process with
limits (`decoder.py` starts it, `child.py` is it). Knows no model and no setting. Start with `decoder.py`.
"""
