from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "diaban.access"
    label = "access"

    def ready(self) -> None:
        from diaban.access import signals

        signals.connect()
