from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "diaban.papers"
    label = "papers"
