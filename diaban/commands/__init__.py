"""The words of the command `diaban`.

A module here is a command: `HELP` (one line), `add_arguments(parser)`, `run(args) -> int`. `--data` and `--json` are
there for every one. Import Django inside `run`, after `host.session.database(args)` has made it ready.
"""
