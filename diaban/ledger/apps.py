from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "diaban.ledger"
    label = "ledger"
