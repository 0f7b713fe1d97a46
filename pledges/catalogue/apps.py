from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "pledges.catalogue"
    label = "catalogue"
    verbose_name = "공약 자료"
