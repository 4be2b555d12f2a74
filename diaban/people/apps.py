from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "diaban.people"
    label = "people"
