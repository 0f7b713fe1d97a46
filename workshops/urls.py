from django.urls import include, path

from .views import desk, opening, party, person, public, registering

app_name = "workshops"
urlpatterns = [
    path("events/", public.events, name="events"),
    path("events/archive/<int:year>/", public.academy, name="academy"),
    path("events/open/", opening.opened, name="opened"),
    path("events/open/<str:secret>/", opening.link, name="open"),
    path("events/check-in/<slug:code>/", desk.check_in, name="check_in"),
    path("events/parties/<slug:key>/", party.party, name="party"),
    path("events/parties/<slug:key>/change/", party.change, name="change"),
    path("events/parties/<slug:key>/contact/", party.contact, name="contact"),
    path("events/parties/<slug:key>/agree/", party.agree, name="party_agree"),
    path("events/parties/<slug:key>/refuse/", party.refuse, name="party_refuse"),
    path("events/parties/<slug:key>/offers/<int:offer>/accept/", party.accept, name="accept"),
    path("events/parties/<slug:key>/offers/<int:offer>/decline/", party.decline, name="decline"),
    path("events/parties/<slug:key>/leave-line/", party.leave, name="leave_line"),
    path("events/parties/<slug:key>/cancel/", party.cancel, name="cancel"),
    path("events/parties/<slug:key>/erase/", party.erase, name="erase"),
    path("events/parties/<slug:key>/export/", party.export, name="export"),
    path("events/parties/<slug:key>/close/", party.close, name="close"),
    path("events/parties/<slug:key>/people/<slug:person>/pass/", party.pass_page, name="party_pass"),
    path(
        "events/parties/<slug:key>/people/<slug:person>/certificate/", party.certificate_file, name="party_certificate"
    ),
    path("events/people/<slug:key>/", person.person, name="person"),
    path("events/people/<slug:key>/agree/", person.agree, name="agree"),
    path("events/people/<slug:key>/refuse/", person.refuse, name="refuse"),
    path("events/people/<slug:key>/pass/", person.pass_page, name="pass"),
    path("events/people/<slug:key>/certificate/", person.certificate_file, name="certificate"),
    path("events/people/<slug:key>/close/", person.close, name="person_close"),
    path("events/<slug:slug>/", public.event, name="event"),
    path("events/<slug:slug>/event.ics", public.calendar, name="calendar"),
    path("events/<slug:slug>/register/", registering.register, name="register"),
    path("events/<slug:slug>/link/", registering.link, name="link"),
    path("events/<slug:slug>/staff/", include("workshops.staff_urls")),
]
