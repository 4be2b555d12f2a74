from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "diaban.targets"
    label = "targets"
