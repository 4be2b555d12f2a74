from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "diaban.access"
    label = "access"
