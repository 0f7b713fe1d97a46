from django.apps import AppConfig


class PlatformsConfig(AppConfig):
    name = "pledges.platforms"
    label = "platforms"
    verbose_name = "내 공약"
