import pytest
from lxml import html

from . import office, people
from .test_admin_renewals import earlier_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def check(text, name):
    doc = html.fromstring(text)
    out = []
    ids = [e.get("id") for e in doc.iter() if isinstance(e.tag, str) and e.get("id")]
    out += [f"dup id {i}" for i in set(ids) if ids.count(i) > 1]
    fors = {e.get("for") for e in doc.iter("label")}
    for e in doc.iter("input", "select", "textarea"):
        if e.get("type") in ("hidden", "submit"):
            continue
        if (
            e.get("id") in fors
            or e.get("aria-label")
            or e.get("aria-labelledby")
            or any(a.tag == "label" for a in e.iterancestors())
        ):
            continue
        out.append(f"no label {e.get('name')} {e.get('id')}")
    for e in doc.iter():
        if not isinstance(e.tag, str):
            continue
        for attr in ("aria-describedby", "aria-labelledby"):
            for t in (e.get(attr) or "").split():
                if t not in ids:
                    out.append(f"{attr} -> {t} missing ({e.get('name')})")
        if e.get("style"):
            out.append(f"style attr {e.tag}")
    hs = [int(e.tag[1]) for e in doc.iter("h1", "h2", "h3", "h4", "h5")]
    for a, b in zip(hs, hs[1:]):
        if b > a + 1:
            out.append(f"heading jump {hs}")
    print(name, hs, out)
    with open(f"/tmp/html/{name}.html", "w") as f:
        f.write(text)
    return out


def test_it(client):
    import os

    os.makedirs("/tmp/html", exist_ok=True)
    office.secretary(client)
    bad = []

    def see(name, response):
        bad.extend((name, x) for x in check(response.text, name))

    app = people.reviewing()
    paper = office.on_paper(name="박가람")
    see("list", client.get("/admin/members/application/"))
    see("page", client.get(office.page(app)))
    see("paperpage", client.get(office.page(paper)))
    see("step", client.get(office.page(app, "step/refused/")))
    see("step422", client.post(office.page(app, "step/refused/"), {}))
    see("letter", client.post(office.page(app, "step/refused/"), {"message": "x"}))
    see("paper", client.get("/admin/members/application/paper/"))
    see("paper422", client.post("/admin/members/application/paper/", {}))
    see("again", client.get(office.page(paper, "paper/")))
    see("remove", client.get(office.page(app, "remove/")))
    see("remove422", client.post(office.page(app, "remove/"), {}))
    m = people.membership()
    d = people.dues(membership=m)
    see("mlist", client.get("/admin/members/membership/"))
    see("mpage", client.get(office.page(m)))
    see("madd", client.get("/admin/members/membership/add/"))
    see("end422", client.post(office.page(m, "end/"), {}))
    see("member", client.get(office.page(m.member)))
    see("dues", client.get("/admin/members/dues/"))
    see("pay422", client.post(office.page(d, "pay/"), {}))
    see("dpage", client.get(office.page(d)))
    see("many", client.post("/admin/members/membership/", {"action": "record_dues", "_selected_action": [m.pk]}))
    e = earlier_member(name="최가람", government=people.factories.government())
    see("invite", client.get("/admin/members/renewalinvitation/invite/"))
    see(
        "invite422",
        client.post("/admin/members/renewalinvitation/invite/", {f"send_{e.pk}": "on", f"mail_{e.pk}": "x"}),
    )
    see(
        "inviteletter",
        client.post("/admin/members/renewalinvitation/invite/", {f"send_{e.pk}": "on", f"mail_{e.pk}": "a@b.kr"}),
    )
    see("invitelist", client.get("/admin/members/renewalinvitation/"))
    see("exportreason", client.post("/admin/members/dues/", {"action": "export", "_selected_action": [d.pk]}))
    assert not bad, bad
