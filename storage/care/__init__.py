"""Finding what is wrong with stored files, and mending it: damage is noted and healed, every copy is read again
and again, lost messages and unknown objects are found. Start with `damage.py`.
"""
