from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "diaban.incidents"
    label = "incidents"
