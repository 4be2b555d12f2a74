from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "diaban.web"
    label = "web"
