from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "diaban.areas"
    label = "areas"
