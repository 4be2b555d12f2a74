from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "diaban.registers"
    label = "registers"
