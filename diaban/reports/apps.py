from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "diaban.reports"
    label = "reports"
