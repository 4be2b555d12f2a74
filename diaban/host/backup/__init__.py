"""Backups: one file, encrypted to a key that isn't on the machine, and proved by restoring it.

The file is a tar stream (`archive`) inside the age format (`sealing`), so that it can be opened without Diaban:

    age -d -i KEY.txt diaban-….tar.age | tar x
    cat database/* | pg_restore --no-owner -d DATABASE

`about.json` comes first, `manifest.json` last: hashes, counts and the ledger's head of the very snapshot that was
dumped. `docs/backup.md` is the administrator's page.
"""
