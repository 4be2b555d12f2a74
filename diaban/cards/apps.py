from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "diaban.cards"
    label = "cards"
