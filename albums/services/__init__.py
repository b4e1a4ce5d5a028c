"""What is done to albums and pictures: whatever crosses rows, files and messages. Functions with keyword
arguments, one act each. Start with `uploads.py`.
"""
