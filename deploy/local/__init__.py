"""The whole production topology on this machine, from Debian's packages, without containers.

    python -m deploy.local up            # `make stack`
    python -m deploy.local kill redis    # `make member NAME=redis DO=kill`
    python -m deploy.local down          # `make stack-down`

A guardian owns a supervisor, which owns the members: see README.md.
"""
