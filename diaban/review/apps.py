from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "diaban.review"
    label = "review"
