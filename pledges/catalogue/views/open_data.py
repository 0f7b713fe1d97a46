"""The catalogue for other programs: JSON and two tables, as documented on /open-data/."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from handbook.tables import csv_response

from ..models import Edition
from ..open_data import CASE_COLUMNS, LICENCE, PLEDGE_COLUMNS, case_rows, catalogue_of, pledge_rows
from ..stamp import page


@page
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "edition": Edition.objects.newest(),
        "licence": LICENCE,
        "case_columns": CASE_COLUMNS,
        "pledge_columns": PLEDGE_COLUMNS,
    }
    return render(request, "catalogue/open_data.html", context)


@page
def catalogue_json(request: HttpRequest) -> HttpResponse:
    content = msgspec.json.encode(catalogue_of(Edition.objects.newest(), request.build_absolute_uri))
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@page
def cases_csv(request: HttpRequest) -> HttpResponse:
    return csv_response("cases.csv", CASE_COLUMNS, case_rows(Edition.objects.newest()))


@page
def pledges_csv(request: HttpRequest) -> HttpResponse:
    return csv_response("pledges.csv", PLEDGE_COLUMNS, pledge_rows(Edition.objects.newest()))
