#!/usr/bin/env python3
"""place_suite.py -- places, their roster and their cards over real sockets: who is called at which moment, who may change what,
what a revoked card still says, and what a stranger never sees. Writes TAP."""
import csv
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, City, check, main  # noqa: E402

DEMO, TOKEN = "/city/places/lapl-demo-branch", "dem01apt00000001"
city = None


def as_(login):
    return city.browser().enter(login)


def names(doc):
    return [c["name"] for c in doc["chain"]]


def at(b, day, hour):
    return b.get(f"{DEMO}/roster.json?on={day}&hour={hour}").json


def anyone_sees_the_places_and_nobody_on_the_roster():
    b = city.browser()
    doc = b.get("/city/places.json").json
    check(len(doc["places"]) >= 12 and len({p["department"] for p in doc["places"]}) >= 6, f"{len(doc['places'])} places")
    rows = [r for r in csv.reader(io.StringIO(b.get("/city/places.csv").text)) if not r[0].startswith("#")]
    check(rows[0][:3] == ["ref", "name", "department"] and len(rows) == len(doc["places"]) + 1, str(rows[0]))
    one = b.get(DEMO)
    check(one.status == 200 and "Public desk" in one.text and b.get(DEMO + ".json").json["areas"][0]["class"] == "public", "the page of a place")
    check("Mostrador público" in b.get("/es" + DEMO).text, "its areas in Spanish")
    for page in (one, b.get(DEMO + ".json"), b.get("/city/places"), b.get("/city/places.csv")):
        check("Dana Example" not in page.text and "213-555-0142" not in page.text and TOKEN not in page.text, "a public page shows the roster or the code")
    for path in (DEMO + "/roster", DEMO + "/card", DEMO + "/door/revoke", DEMO + "/edit", "/city/duty", "/city/places/add"):
        check(b.get(path).status == 303 and b.get(path + ".json").status == 401, f"{path} is open to anyone")
    check(b.get(DEMO + "/roster.csv").status in (303, 401), "the roster's table is open to anyone")


def a_card_says_who_to_call_now():
    b = city.browser()
    doc = b.get(f"/at/{TOKEN}.json").json
    check(names(doc) == ["Dana Example", "Lee Sample", "Manager duty line", "City Attorney duty line"], str(names(doc)))
    check([c["tier"] for c in doc["chain"]] == ["place", "place", "department", "city"] and doc["minutes"] == 5, str(doc))
    page = b.get("/at/DEM0-1APT-0OOO-OOOI")   # as somebody types what is printed
    check(page.status == 200 and 'href="tel:2135550142"' in page.text and "No answer in 5 minutes?" in page.text, page.text[:500])
    check("public" not in page.headers.get("cache-control", ""), page.headers.get("cache-control", ""))
    check("Línea de guardia de gerencia" in b.get(f"/es/at/{TOKEN}").text, "in Spanish")
    lost = b.get("/at/dem01apt00000000")
    check(lost.status == 404 and "No place has this code" in lost.text and b.get("/at/x").status == 404, "an unknown code")


def the_chain_of_another_moment():
    b = as_("admin")
    check(names(at(b, "2026-02-26", 20))[0] == "Ravi Specimen", "the evening")
    check(names(at(b, "2026-03-01", 12))[0] == "Lee Sample", "a Sunday: no lead is on duty")
    check(names(at(b, "2026-02-27", 3))[0] == "Lee Sample", "the night")
    before = b.get(DEMO + "/roster?on=2025-07-01&hour=9")
    check("The city did not know this place then." in before.text and names(at(b, "2025-07-01", 9)) == [], "a day before there was a roster")
    check(b.get(DEMO + "/roster.json?on=2026-02-26&hour=24").status == 422, "hour 24")


def a_liaison_keeps_the_roster_of_the_own_department():
    b, other = as_("liaison-library"), as_("liaison")
    check(other.get(DEMO + "/roster").status == 403 and other.get(DEMO + "/card").status == 403, "another department's liaison")
    check(b.get("/city/duty").status == 403 and b.get(DEMO + "/edit").status == 403, "what belongs to the whole city")
    form = b.form(b.get(DEMO + "/roster"), "/duty/add")
    bad = b.send(form, name="Ada Mockup", phone="ask at the desk", role="lead", rank="1", days="Monday")
    check(bad.status == 422 and "Write a number that a telephone can dial." in bad.text and "Ada Mockup" in bad.text, f"a bad telephone: {bad.status}")
    a = b.submit(DEMO + "/roster", "/duty/add", name="Ada Mockup", phone="213-555-0140", role="lead", rank="1", days="Sunday", from_hour="8", to_hour="18")
    check(a.status == 303 and a.headers["location"] == DEMO + "/roster", f"{a.status}")
    check(names(at(b, "2026-03-01", 12))[0] == "Ada Mockup" and names(at(b, "2026-03-02", 12))[0] == "Dana Example", "the new turn")
    page = b.get(DEMO + "/roster.json").json
    mine = next(d for d in page["duties"] if d["name"] == "Ada Mockup")
    theirs = next(d for d in as_("admin").get("/city/places/rap-specimen-park/roster.json").json["duties"])
    city_line = next(d for d in as_("admin").get("/city/duty.json").json["duties"] if not d["place"] and not d["department"])
    for duty, day, status in ((theirs, "2026-03-01", 403), (city_line, "2026-03-01", 403), (mine, "2026-02-01", 422), (mine, "2026-03-07", 303), (mine, "2026-03-08", 409)):
        form = b.form(b.get(DEMO + "/roster"), f"/duty/{mine['ref']}/end")
        got = b.send({**form, "action": f"/city/duty/{duty['ref']}/end"}, until_day=day)
        check(got.status == status, f"ending {duty['name']} on {day}: {got.status}, not {status}")
    check(names(at(b, "2026-03-01", 12))[0] == "Ada Mockup" and names(at(b, "2026-03-08", 12))[0] == "Lee Sample", "a turn that has its end")
    rows = list(csv.DictReader(line for line in b.get(DEMO + "/roster.csv").text.splitlines() if not line.startswith("#")))
    check([r["until_day"] for r in rows if r["name"] == "Ada Mockup"] == ["2026-03-07"], str(rows))


def a_past_moment_is_shown_as_the_city_knew_it():
    """The demonstration was loaded at ten: ten o'clock is past, and what was known is what was loaded."""
    b = as_("admin")
    then = b.get("/city/places/rap-instance-senior/roster.json?on=2026-02-26&hour=10").json
    check(then["past"] and not then["before"] and then["matched"] == then["used"] > 15, str(then)[:400])
    check(names(then) == ["Hana Proxy", "Parks duty line", "City Attorney duty line"], str(names(then)))
    check("past" not in b.get("/city/places/rap-instance-senior/roster.json?on=2026-02-27&hour=10").json, "a day to come")


def areas_come_and_go():
    b = as_("liaison-library")
    check(b.submit(DEMO + "/roster", "/areas/add", name="Book store", **{"class": "non-public"}).status == 303, "adding")
    check("Book store" in city.browser().get(DEMO).text, "shown to anyone, from the cache too")
    check(b.submit(DEMO + "/roster", "/areas/add", name="", **{"class": "public"}).status == 422, "an area without a name")
    form = b.form(b.get(DEMO + "/roster"), "/areas/end")
    check(b.send(form, name="Book store").status == 303 and "Book store" not in city.browser().get(DEMO).text, "removing")
    check(b.send(b.form(b.get(DEMO + "/roster"), "/areas/end"), name="Book store").status == 404, "removing it twice")


def a_card_is_replaced_and_revoked():
    b, anyone = as_("liaison-library"), city.browser()
    card = b.get(DEMO + "/card")
    check(card.text.count("h1v1h-1z") > 200 and f"http://127.0.0.1:{city.port}/at/dem0-1apt-0000-0001" in card.text, "the printed card")
    a = b.submit(DEMO + "/door/revoke", "/door/make")
    check(a.status == 303 and a.headers["location"] == DEMO + "/card", f"{a.status}")
    new = b.get(DEMO + "/roster.json").json["at_url"]
    check(new != f"/at/{TOKEN}" and len(new) == 4 + 16, new)
    old = anyone.get(f"/at/{TOKEN}")
    check(old.status == 200 and "This card is not valid any more" in old.text and "213-555-0142" in old.text and "/departments/LAPL" in old.text, "the old card")
    fresh = anyone.get(new)
    check(fresh.status == 200 and "not valid any more" not in fresh.text, "the new card")
    check(b.submit(DEMO + "/door/revoke", "/door/revoke", reason="").status == 422, "no reason")
    check(b.submit(DEMO + "/door/revoke", "/door/revoke", reason="Photographed by a stranger").status == 303, "revoking")
    gone = anyone.get(new)
    check(gone.status == 200 and "not valid any more" in gone.text and "Photographed" not in gone.text, "a revoked card, its reason kept inside")
    check(b.get(DEMO + "/card").status == 404 and b.get(DEMO + "/door/revoke").status == 404, "no card is left")
    check(b.submit(DEMO + "/roster", "/door/make").status == 303 and b.get(DEMO + "/card").status == 200, "and made again")


def a_city_adds_changes_and_closes_a_place():
    b = as_("mayor")
    bad = b.submit("/city/places/add", "/places/add", ref="New Place", name="New", department="ZOO")
    check(bad.status == 422 and "small letters" in bad.text, f"a bad reference: {bad.status}")
    check(b.submit("/city/places/add", "/places/add", ref="zoo-new-gate", name="New Gate", department="ZOO").status == 303, "adding")
    check(b.submit("/city/places/add", "/places/add", ref="zoo-new-gate", name="Again", department="ZOO").status == 422, "adding it twice")
    page = city.browser().get("/city/places/zoo-new-gate")
    check(page.status == 200 and "No area is named yet." in page.text, "an empty place")
    roster = b.get("/city/places/zoo-new-gate/roster")
    check("Nobody is on the roster of this place yet." in roster.text and "This place has no valid card" in roster.text, "empty states")
    check(names(b.get("/city/places/zoo-new-gate/roster.json").json) == ["City Attorney duty line"], "the city's own chain stands behind")
    check(b.submit("/city/places/zoo-new-gate/edit", "/change", name="South Gate", district="99").status == 303, "changing")
    check(b.submit("/city/places/zoo-new-gate/edit", "/close", active_to="2026-01-01").status == 422, "closed before it began")
    check(b.submit("/city/places/zoo-new-gate/edit", "/close", active_to="2026-03-31").status == 303, "closing")
    one = city.browser().get("/city/places/zoo-new-gate.json").json
    check((one["name"], one["district"], one["active_to"]) == ("South Gate", 99, "2026-03-31"), str(one))


def an_address_of_the_roster_is_on_no_public_page():
    b = as_("admin")
    roster = b.get(DEMO + "/roster.json").json
    check(any(d["email"] == "dana@example.org" for d in roster["duties"]), str(roster["duties"])[:500])
    check("dana@example.org" in b.get(DEMO + "/roster").text and "dana@example.org" in b.get("/city/duty.csv").text, "who keeps the roster sees it")
    check(all("email" not in c for c in roster["chain"]), "a chain has no addresses")
    form = b.form(b.get(DEMO + "/roster"), "/duty/add")
    bad = b.send(form, name="Ada Mockup", phone="213-555-0140", email="ada at example", role="lead", rank="1", days="Monday")
    check(bad.status == 422 and "Expected one address such as" in bad.text and "ada at example" in bad.text, f"a bad address: {bad.status}")
    anyone, token = city.browser(), roster["at_url"].rsplit("/", 1)[1]
    for path in (f"/at/{token}", f"/es/at/{token}", f"/at/{token}.json", f"/counter/at/{token}", f"/counter/at/{token}.json", f"/contact/at/{token}", "/departments/LAPL", "/departments/LAPL.json"):
        page = anyone.get(path)
        check(page.status == 200, f"{path}: {page.status}")
        check("dana@example.org" not in page.text and "lee@example.org" not in page.text, f"{path} has an address of the roster")


def duty_lines_of_departments_and_of_the_city():
    b = as_("admin")
    check(b.submit("/city/duty", "/duty/add", department="ZOO", name="Gate line", phone="213-555-0139", role="manager", rank="1", days="every day").status == 303, "a line")
    doc = b.get("/city/places/zoo-new-gate/roster.json").json
    check(names(doc) == ["Gate line", "City Attorney duty line"], str(names(doc)))
    ref = next(d["ref"] for d in b.get("/city/duty.json").json["duties"] if d["name"] == "Gate line")
    check(b.submit("/city/duty", f"/duty/{ref}/end", until_day="2026-02-26").status == 303, "ending it")
    rows = list(csv.DictReader(line for line in b.get("/city/duty.csv").text.splitlines() if not line.startswith("#")))
    check(len(rows) >= 20 and any(r["name"] == "Gate line" and r["until_day"] == "2026-02-26" for r in rows), f"{len(rows)} rows")


def another_pack_and_its_own_minutes():
    other = City(pack=os.path.join(ROOT, "packs/wildfire"))
    try:
        doc = other.start().browser().get("/at/dem0she100000001.json").json
        check(names(doc) == ["Piet Mockup", "Recovery desk line"] and doc["minutes"] == 10, str(doc))
        check(len(other.browser().get("/city/places.json").json["places"]) == 3, "its places")
        other.stop()
        said = other.run("check").stdout + other.run("verify").stdout
        check("wrong" not in said.lower(), said)
    finally:
        other.end()


def a_city_without_places():
    real = City(demo=False)
    try:
        page = real.start().browser().get("/city/places")
        check(page.status == 200 and "No place is on the list yet." in page.text, "the empty list")
    finally:
        real.end()


city = City().start()
try:
    rc = main([anyone_sees_the_places_and_nobody_on_the_roster, a_card_says_who_to_call_now, the_chain_of_another_moment,
               a_liaison_keeps_the_roster_of_the_own_department, a_past_moment_is_shown_as_the_city_knew_it, areas_come_and_go,
               a_card_is_replaced_and_revoked, a_city_adds_changes_and_closes_a_place, an_address_of_the_roster_is_on_no_public_page, duty_lines_of_departments_and_of_the_city,
               another_pack_and_its_own_minutes, a_city_without_places])
finally:
    city.end()
sys.exit(rc)
