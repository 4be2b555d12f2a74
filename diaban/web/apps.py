import logging

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "diaban.web"
    label = "web"

    def ready(self) -> None:
        from django.conf import settings

        from diaban.web.errors import NoDetails

        if not settings.DEBUG:
            logging.getLogger("django.request").addFilter(NoDetails())
