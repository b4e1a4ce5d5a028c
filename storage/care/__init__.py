"""Finding what is wrong with stored files, and mending it.

`inspection.py` compares one copy with its row; `scrubbing.py` (slowly, for ever) and `verification.py` (all at once)
call it for many. `storage/damage.py` notes what they and the readers find, and a message calls `healing.py`.
`orphans.py` finds objects without a row, `lost_deletions.py` deletions without a message, `reconciliation.py` sums that
disagree; `reencryption.py` moves files to a new key, and `restoring.py` puts back a lost file that somebody sent again.

The room may know `outbox`, `picup`, and all of `storage` except its pages, admin and commands. Start with
`inspection.py`, then `healing.py`.
"""
