import datetime as dt
from pledges.catalogue.models import *
from pledges.catalogue.anomalies import anomalies
from collections import Counter
def test_x(edition_2022):
    cits = list(Citation.objects.with_register())
    found = anomalies(cits)
    by = {c.pk: c for c in cits}
    for pk, a in sorted(found.items()):
        c=by[pk]; p=c.case.pledge
        print(p.label, c.case.name, c.printed_date, c.printed_number, '|', [(x.kind.value, x.other.case.pledge.label if x.other else None) for x in a])
    print(Counter(c.check_state for c in cits), Counter(c.finding for c in cits), Counter(o.standing for o in Ordinance.objects.all()), Ordinance.objects.exclude(register_id=None).count())
    print(Counter(c.ordinance.standing if c.ordinance else None for c in cits))
    for c in cits:
        print(c.case.pledge.label, c.finding, c.check_state, c.findings)
    for d in (dt.date(2026,11,22), dt.date(2022,6,1)):
        g=Government.objects.in_force(d); print(d, g.provinces().count(), g.basic().count())
    l=Lineage(); print(l.today('28110'), l.today('46710'), l.with_formers(['12710']))
    print({k:v for k,v in l.successors.items() if len(v)>1})
    print({k:v for k,v in l.formers.items() if len(v)>1})
    for e in Election.objects.all(): print(e.key,e.kind,e.day,e.status)
    for t in Term.objects.all(): print(t.number,t.starts_on,t.ends_on,t.election)
    print(InstituteEntry.objects.values_list('group'), Rule.objects.count(), Question.objects.count(), LawClaim.objects.count(), Edition.objects.values().get())
    for p in Pledge.objects.exclude(printed_contents='',printed_list='',printed_heading=''): print(p.key,p.texts.get().title, p.printed_contents,p.printed_list,p.printed_heading)
    for t in Theme.objects.exclude(printed_contents='',printed_body=''): print(t.key, t.title, t.printed_contents,t.printed_body)
    for c in Case.objects.exclude(printed_name=''): print(c.pledge.key,c.name,c.printed_name)
    s=Government.objects.get(code='12710'); print([ (g.code,g.name,g.people) for g in Government.objects.like(s, dt.date(2026,11,22))][:5])
    s=Government.objects.get(code='11000'); print([ (g.code,g.name,g.people, g.kind) for g in Government.objects.like(s, dt.date(2026,11,22))][:5])
    s=Government.objects.get(code='41000'); print([ (g.code,g.name,g.people, g.kind) for g in Government.objects.like(s, dt.date(2026,11,22))][:5])
