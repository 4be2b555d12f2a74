"""What runs Diaban on a machine: folders, secrets, PostgreSQL, leases on it, and the supervisor.

Its modules use the standard library (and psycopg where a database is spoken to) until Django is truly needed, so that
a command starts fast. `docs/adr/0004-a-keeper-owns-postgresql.md` says why it is built like this.
"""
