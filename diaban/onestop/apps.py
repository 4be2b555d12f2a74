from django.apps import AppConfig


class OnestopConfig(AppConfig):
    name = "diaban.onestop"
    label = "onestop"
