from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "diaban.casework"
    label = "casework"
