from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    label = "workshops"
    verbose_name = "시장학교와 행사"
