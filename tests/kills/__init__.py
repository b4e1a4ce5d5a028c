"""Processes of a whole site are killed with SIGKILL; nothing that was acknowledged may be lost."""
