from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "diaban.console"
    label = "console"
