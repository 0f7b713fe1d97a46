"""Addresses of the catalogue. Every one lasts: people put them on paper."""

from django.urls import path

from .views import cases, open_data, places, pledges, texts

app_name = "catalogue"
urlpatterns = [
    path("", pledges.home, name="home"),
    path("pledges/", pledges.catalogue, name="catalogue"),
    path("pledges/<int:year>/<int:theme>-<int:number>/", pledges.pledge, name="pledge"),
    path("themes/<int:year>/<int:number>/", pledges.theme, name="theme"),
    path("cases/", cases.cases, name="cases"),
    path("pledges/<int:year>/<int:theme>-<int:number>/cases/<int:case>/report/", cases.report, name="report"),
    path(
        "pledges/<int:year>/<int:theme>-<int:number>/cases/<int:case>/report/send/",
        cases.send_report,
        name="send_report",
    ),
    path("report-sent/", cases.report_sent, name="report_sent"),
    path("place/", places.places, name="places"),
    path("place/choose/", places.choose_place, name="choose_place"),
    path("guide/", texts.guide, name="guide"),
    path("about/", texts.about, name="about"),
    path("use/", texts.plain, {"name": "use"}, name="use"),
    path("privacy/", texts.plain, {"name": "privacy"}, name="privacy"),
    path("terms/", texts.plain, {"name": "terms"}, name="terms"),
    path("accessibility/", texts.plain, {"name": "accessibility"}, name="accessibility"),
    path("open-data/", open_data.index, name="open_data"),
    path("open-data/catalogue.json", open_data.catalogue_json, name="catalogue_json"),
    path("open-data/cases.csv", open_data.cases_csv, name="cases_csv"),
    path("open-data/pledges.csv", open_data.pledges_csv, name="pledges_csv"),
    path("sitemap.xml", texts.sitemap, name="sitemap"),
]
