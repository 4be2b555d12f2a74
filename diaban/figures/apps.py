from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "diaban.figures"
    label = "figures"
