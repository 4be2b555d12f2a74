from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "diaban.demo"
    label = "demo"
