#!/usr/bin/env python3
"""edit_suite.py -- the guide is changed in the city: a draft side by side with the version in force, the checker, other languages, counsel's
approval of exactly this text, and a second person who publishes it. Writes TAP."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, City, Forms, check, main  # noqa: E402

shared = {}
EDIT, N6 = "/counter/edit", "/counter/edit/part/node/n6"
TITLE, TITULO = "Look: did they show you a paper?", "Mire: ¿le mostraron un papel?"


def city():
    if "city" not in shared:
        shared["city"] = City().start().settled()
    return shared["city"]


def as_(login):
    if login not in shared:
        shared[login] = city().browser().enter(login)
    return shared[login]


def public(path, status=200):
    a = city().browser().get(path)
    check(a.status == status, f"{path} is {a.status}")
    return a.text


def draft(login="counsel"):
    return as_(login).get(EDIT + ".json").json


def change(login, path, **typed):
    return as_(login).submit(path, "/change", **typed)


def undo_all():
    """The draft of the demonstration is taken back, row by row."""
    for c in draft()["changes"]:
        if c["kind"] != "words":
            check(as_("counsel").submit(f"{EDIT}/part/{c['kind']}/{c['ref'].replace(' ', '-')}", "/undo").status == 303, f"undo {c}")


def the_demonstration_has_a_draft_under_way():
    page = as_("counsel").get(EDIT)
    check(page.status == 200 and "3 changes wait on top of version 1" in page.text and "Counsel has not approved this text yet" in page.text, page.text[-2000:])
    check("Call the lead for this place" in page.text and "Call the lead, and stay with the officers" in page.text, "old and new words stand side by side")
    check("1 text has no words yet" in page.text, "a changed text has no Spanish yet")
    spanish = as_("counsel").get("/es" + EDIT)
    check("3 cambios esperan sobre la versión 1" in spanish.text and "Texto anterior" in spanish.text, "Spanish")
    check("Call the lead for this place" in public("/counter/step/n2"), "a reader sees nothing of a draft")
    doc = draft()
    check([c["ref"] for c in doc["changes"]] == ["n2", "n2 nobody", "es"] and doc["changes"][0]["fields"][0]["was"] == "Call the lead for this place", str(doc["changes"]))
    check(doc["longest_n"] == 17 and not doc["faults"] and len(doc["nodes"]) > 30, "what the checker says, as data")


def who_may_not_sees_nothing():
    for path in (EDIT, N6, EDIT + "/approval", EDIT + "/versions", EDIT + "/compare", EDIT + "/graph.svg", EDIT + "/words/es", EDIT + "/add/node"):
        check(city().browser().get(path).status == 303, f"nobody sees {path}")
        check(as_("liaison").get(path).status == 403, f"a liaison sees {path}")
        check(as_("mayor").get(path).status == 200, f"{path} for the mayor's office")
    check("Change the guide" in as_("counsel").get("/counter/graph").text and "Change the guide" not in public("/counter/graph"), "the way there")
    for path in (EDIT + "/part/node/nowhere", EDIT + "/part/thing/n6", EDIT + "/add/thing", EDIT + "/words/xx", EDIT + "/compare?was=99"):
        a = as_("counsel").get(path)
        check(a.status == 404 and '<p class="lead">' in a.text, f"{path} is {a.status}")


def a_row_is_undone():
    undo_all()
    doc = draft()
    check(not doc["changes"], str(doc["changes"]))
    page = as_("counsel").get(EDIT).text
    check("The draft says what version 1 says" in page and "Nothing waits to be published" in page, "an empty draft says so")
    page = as_("counsel").get(EDIT + "/approval").text
    check("there is nothing to approve" in page and "/approval/give" not in page, "nor is there anything to approve")


def a_step_is_changed_and_readers_see_nothing():
    a = change("counsel", N6, title=TITLE, text="Look at the box at the bottom first: who signed it?\nDo not block the door.")
    check(a.status == 303 and a.headers["location"] == N6, f"{a.status} {a.text[-800:]}")
    page = as_("counsel").get(N6).text
    check("Did they show you a paper?" in page and TITLE in page and "Last changed by Ida Proxy" in page, "old beside new")
    check(TITLE not in public("/counter/step/n6"), "a draft is no guide")
    check(as_("counsel").get(EDIT + "/graph.txt").text.count(TITLE) == 1 and "Look: did they" in as_("counsel").get(EDIT + "/graph.svg").text, "the draft as a graph")


def what_is_wrong_is_said_at_its_field():
    a = change("counsel", N6, title="")
    check(a.status == 422 and 'href="#f-title"' in a.text and "Do not block the door." in a.text, "the other fields stay")
    a = change("counsel", N6, **{"from": "2026-03-01", "until": "2026-02-01"})
    check(a.status == 422 and "before the day from which it holds" in a.text, a.text[-900:])
    a = change("counsel", N6, responses="Said No!")
    check(a.status == 422 and "Words of small letters" in a.text, "responses")
    a = change("counsel", EDIT + "/part/script/S2", text=" ".join(["word"] * 26))
    check(a.status == 422 and "These are 26 words; at most 25 can be said at a counter." in a.text and "word word word" in a.text, "words to say")
    a = as_("counsel").submit(EDIT + "/add/node", "/nodes/add", id="N X", kind="end", title="x")
    check(a.status == 422 and "small letters and digits" in a.text, "a name")
    a = as_("counsel").submit(EDIT + "/add/node", "/nodes/add", id="n6", kind="end", title="x")
    check(a.status == 422 and "taken in the draft" in a.text, "a name that is taken")
    a = as_("counsel").submit(EDIT + "/add/choice?node=n6", "/choices/add", node="nowhere", choice="a", label="x", goes="n9")
    check(a.status == 404 and "no step nowhere" in a.text and 'value="a"' in a.text, f"a choice of no step: {a.status}")


def two_people_change_one_row():
    mine = as_("counsel").form(as_("counsel").get(EDIT + "/part/node/n8"), "/change")
    theirs = as_("mayor").form(as_("mayor").get(EDIT + "/part/node/n8"), "/change")
    check(as_("mayor").send(theirs, title="They want to use a place of the City").status == 303, "the first one")
    as_("counsel").at = EDIT + "/part/node/n8"
    a = as_("counsel").send(mine, title="My title is kept")
    check(a.status == 409 and "Another person has changed this" in a.text and 'value="My title is kept"' in a.text, f"{a.status} {a.text[-600:]}")
    check("They want to use a place of the City" in as_("counsel").get(EDIT + "/part/node/n8").text, "nothing was written over")
    again = next(f for f in Forms(a.text).forms if f["action"].endswith("/change"))
    check(as_("counsel").send(again).status == 409, "and not by sending it again")
    again = next(f for f in Forms(a.text).forms if f["action"].endswith("/change"))
    again["fields"].pop("once")
    once = next(f for f in Forms(as_("counsel").get(EDIT + "/part/node/n8").text).forms if f["action"].endswith("/change"))["fields"]["once"]
    check(as_("counsel").send(again, once=once, over="true").status == 303, "who looked and says so puts it there")
    check("My title is kept" in as_("counsel").get(EDIT + "/part/node/n8").text, "it stands there")
    stale = as_("mayor").form(as_("mayor").get(EDIT + "/part/node/n8"), "/undo")
    check(change("counsel", EDIT + "/part/node/n8", title="Changed once more").status == 303, "changed again")
    check(as_("mayor").send(stale).status == 409, "an undo of what stood there before is none")
    check(as_("counsel").submit(EDIT + "/part/node/n8", "/undo").status == 303, "undone")


def added_and_taken_out():
    b = as_("counsel")
    check(b.submit(EDIT + "/add/node", "/nodes/add", id="n5b", kind="step", title="Note the time", text="Write it down.").status == 303, "a step")
    check(b.submit(EDIT + "/add/choice?node=n5b", "/choices/add", choice="next", label="I wrote it down", goes="n9").status == 303, "its choice, with the step filled in")
    check(b.submit(EDIT + "/add/script", "/scripts/add", id="S9", text="Please wait here.").status == 303, "words to say")
    faults = draft()["faults"]
    check([f["node"] for f in faults] == ["n5b"] and "no way leads here" in faults[0]["text"] and "Let a choice of another step lead here" in faults[0]["next"], str(faults))
    check(b.submit(EDIT + "/part/choice/n5-over", "/change", goes="n5b").status == 303, "a choice that leads there")
    doc = draft()
    check(not doc["faults"] and {c["ref"]: c["what"] for c in doc["changes"]}["n5b"] == "added", str(doc["changes"]))
    check("What leads here" in b.get(EDIT + "/part/node/n5b").text and "n5 over" in b.get(EDIT + "/part/node/n5b").text, "what leads to it")
    check(b.submit(EDIT + "/part/node/n8", "/remove").status == 303, "a step is taken out")
    doc = draft()
    gone = {c["ref"]: c["what"] for c in doc["changes"] if c["ref"].startswith("n8")}
    check(gone["n8"] == "removed" and len(gone) > 1, f"with its choices: {gone}")
    check([(f["node"], f["part_url"] if "part_url" in f else "") for f in doc["faults"]][0][0] == "n4", str(doc["faults"]))
    check(b.submit(EDIT + "/part/node/n8", "/undo").status == 303 and not draft()["faults"], "brought back with them")


def choices_have_an_order():
    b, path = as_("counsel"), EDIT + "/part/choice/n3-refused"
    check(b.submit(path, "/up").status == 303, "one place up")
    fields = {c["ref"]: c["fields"] for c in draft()["changes"]}["n3 refused"]
    check([(f["label"], f["was"], f.get("now", "")) for f in fields] == [("Stands after", "n3 given", "")], str(fields))
    check(b.submit(path, "/undo").status == 303 and "n3 refused" not in {c["ref"] for c in draft()["changes"]}, "undone")


def a_way_that_goes_round_is_refused():
    b = as_("counsel")
    check(b.submit(EDIT + "/part/choice/n6z-left", "/change", goes="n6").status == 303, "a draft may hold a fault")
    page = b.get(EDIT).text
    fault = draft()["faults"][0]
    check("a way that goes round" in fault["text"] and fault["node"] in ("n6", "n6z") and "n6z" in fault["text"] and "Let one choice on this way lead" in fault["next"], str(fault))
    check("Nothing can be approved or published before it is mended" in page and f'{EDIT}/part/node/{fault["node"]}' in page, "the step is named, with a way to it")
    check("/approval/give" not in b.get(EDIT + "/approval").text, "nothing to approve with")
    sha = draft()["sha256"]
    a = b.ask("POST", EDIT + "/approval/give", None)
    check(a.status in (403, 422), f"a form without a key: {a.status}")
    shared["faulty"] = sha
    check(b.submit(EDIT + "/part/choice/n6z-left", "/undo").status == 303 and not draft()["faults"], "mended")


def a_text_gets_its_spanish():
    b = as_("counsel")
    page = b.get(N6)
    check("¿Le mostraron" in page.text or "Here stood before" in page.text, "what stood here before in Spanish")
    texts = b.get(EDIT + "/words/es.json").json["texts"]
    missing = [t["source"] for t in texts if not t.get("said")]
    check(TITLE in missing and "Do not block the door." in missing, str(missing))
    form = next(f for f in Forms(page.text).forms if "/words/es/" in f["action"] and not f["fields"]["text"])
    check(b.send(form, text=TITULO).status == 303, "words are written")
    check(TITLE not in [t["source"] for t in b.get(EDIT + "/words/es.json").json["texts"] if not t.get("said")], "and the text has them")
    check({"es"} == {c["ref"] for c in draft()["changes"] if c["kind"] == "words"}, "they are a change, too")
    stale = next(f for f in Forms(page.text).forms if "/words/es/" in f["action"] and not f["fields"]["text"])
    stale["fields"]["once"] = next(f for f in Forms(b.get(N6).text).forms if f["action"] == stale["action"])["fields"]["once"]
    a = b.send(stale, text="Otra cosa")
    check(a.status == 409 and "Otra cosa" in a.text and TITULO in b.get(N6).text, f"words that another person wrote meanwhile stay: {a.status}")
    a = b.ask("POST", EDIT + "/words/es/0011223344556677/put", "text=x", {"Content-Type": "application/x-www-form-urlencoded"})
    check(a.status in (403, 409), f"a text that is not there: {a.status}")


def counsel_approves_exactly_this():
    page = as_("counsel").get(EDIT + "/approval")
    listed = {s["text"]: s for s in as_("counsel").get(EDIT + "/approval.json").json["listed"]}
    check("1 new sentence holds a listed word" in page.text and listed["Do not block the door."]["fresh"] and listed["Do not block the door."]["word"] == "block", str(listed)[:600])
    check(any(not s["fresh"] and s["text"] == "Do not resist and do not argue." for s in listed.values()), "and those that stood there before")
    check("/approval/give" not in as_("mayor").get(EDIT + "/approval").text, "the mayor's office reads along")
    stale = as_("counsel").form(page, "/approval/give")
    check(change("mayor", EDIT + "/part/node/n3", title="Ask them who they are").status == 303, "somebody changes it while counsel reads")
    as_("counsel").at = EDIT + "/approval"
    a = as_("counsel").send(stale, note="Read on a train")
    check(a.status == 409 and "was changed while you read it" in a.text and "Read on a train" in a.text, f"{a.status} {a.text[-500:]}")
    check(as_("counsel").submit(EDIT + "/approval", "/approval/give", note="Read at the desk").status == 303, "approved")
    page = as_("mayor").get(EDIT).text
    check("Ida Proxy approved exactly this text" in page and "Read at the desk" in page and "/publication/ask" in page, page[-1500:])


def a_later_change_lapses_it():
    ask = as_("counsel").form(as_("counsel").get(EDIT), "/publication/ask")
    check(change("mayor", EDIT + "/part/node/n3", title="Ask who they are, once").status == 303, "one more change")
    page = as_("counsel").get(EDIT).text
    check("The approval has lapsed" in page and "Step n3" in page and "/publication/ask" not in page, "the approval has lapsed, and what lapsed it")
    as_("counsel").at = EDIT
    check(as_("counsel").send(ask).status == 409, "what was approved is not what stands there")
    check(as_("counsel").submit(EDIT + "/part/node/n3", "/undo").status == 303, "the change is undone")
    check("The approval has lapsed" in as_("counsel").get(EDIT).text, "another text still: the title of before the approval is gone as well")
    check(as_("counsel").submit(EDIT + "/approval", "/approval/give", note="Read once more").status == 303, "approved again")


def the_same_person_does_not_publish():
    check(as_("mayor").submit(EDIT, "/publication/ask", **{"from": "2026-02-01"}).status == 422, "not from a day that has passed")
    a = as_("counsel").submit(EDIT, "/publication/ask", **{"from": "2026-03-02", "note": "A paper is looked at first."})
    check(a.status == 303, f"asked: {a.status} {a.text[-600:]}")
    check(as_("mayor").submit(EDIT, "/publication/ask", **{"from": "2026-03-02"}).status == 409, "it waits already")
    page = as_("counsel").get("/approvals")
    check("/approve" not in page.text and EDIT + "/approval" in page.text, "who asked does not approve, and reads it")
    a = as_("mayor").submit("/approvals", "/approve")
    check(a.status == 409 and "You changed this draft yourself" in a.text, f"who changed it does not publish: {a.status}")
    check("Version 2" not in public("/counter/graph"), "nothing is published")
    people = as_("admin").get("/people")
    check(people.status == 200, "people")


def a_second_person_publishes_it():
    c = city()
    c.stop()
    p = subprocess.run([WRIT, "user", "add", "second", "--role", "mayor", "--data", c.data], input="correct horse battery\n", capture_output=True, text=True, check=False)
    check(p.returncode == 0, p.stderr)
    c.start()
    shared.pop("second", None)
    b = as_("second")
    check(b.submit("/approvals", "/approve").status == 303, "another person publishes")
    check("Did they show you a paper?" in public("/counter/step/n6"), "until its day the version before it is in force")
    then = public("/counter/step/n6?on=2026-03-03")
    check(TITLE in then and "Do not block the door." in then, "and the new one from then on")
    spanish = public("/es/counter/step/n6?on=2026-03-03")
    check(TITULO in spanish and TITLE not in spanish and "Do not block the door. (en inglés)" in spanish, "its own Spanish; and English that says so where there is none")
    check("Version 2" in public("/counter/graph"), "it is listed")
    doc = as_("counsel").get(EDIT + ".json").json
    check(not doc["changes"] and doc["number"] == 2, "the draft is what was published")


def versions_say_who_and_are_compared():
    v = as_("counsel").get(EDIT + "/versions.json").json["versions"]
    check([x["number"] for x in v] == [2, 1] and v[0]["counsel"] == "Ida Proxy" and v[0]["approver"] == "second" and "Ida Proxy" in v[0]["editors"] and "Lee Sample" in v[0]["editors"], str(v))
    check(v[0]["note"] == "A paper is looked at first." and v[0]["from"] == "2026-03-02", str(v[0]))
    page = as_("counsel").get(EDIT + "/compare?was=1&now=2")
    check("Version 1 beside 2" in page.text and TITLE in page.text and "Did they show you a paper?" in page.text, "two versions side by side")
    back = as_("counsel").get(EDIT + "/compare.json?was=2&now=1").json["changes"]
    check({c["ref"]: c["what"] for c in back}["n5b"] == "removed", "the other way round")
    check("They say the same." in as_("counsel").get(EDIT + "/compare?was=2&now=2").text, "the same")
    check("n5b" in as_("counsel").get(EDIT + "/versions.csv").text or "second" in as_("counsel").get(EDIT + "/versions.csv").text, "as CSV")


def a_pack_does_not_write_over_the_city():
    c = city()
    pack = os.path.join(c.folder, "pack")
    shutil.copytree(os.path.join(ROOT, "packs/la-ed12"), pack)

    def edit(name, old, new):
        with open(os.path.join(pack, "flow", name), encoding="utf-8") as f:
            text = f.read()
        check(old in text, f"{name}: {old}")
        with open(os.path.join(pack, "flow", name), "w", encoding="utf-8") as f:
            f.write(text.replace(old, new, 1))

    check(change("counsel", EDIT + "/part/node/n7", title="Records: a title of the city’s").status == 303, "a draft is under way")
    check(as_("counsel").submit(EDIT + "/part/choice/n6-other", "/remove").status == 303, "a choice is taken out")
    edit("choices.yaml", '"Other paper, or not sure"', '"Another paper"')
    edit("nodes.yaml", '"Did they show you a paper?"', '"Is there a paper?"')
    edit("nodes.yaml", '"Write down that they refused"', '"Note that they refused"')
    edit("flow.yaml", "number: 1", "number: 3")
    c.stop()
    p = c.command("pack", "load", pack, "--yes")
    check(p.returncode == 0 and re.search(r"^kept .*nodes.yaml:\d+  n6 ", p.stdout, re.M) and re.search(r"^changed .*nodes.yaml:\d+  n3a$", p.stdout, re.M)
          and re.search(r"^kept .*choices.yaml:\d+  n6 other ", p.stdout, re.M) and re.search(r"^kept .*flow.yaml", p.stdout, re.M), p.stdout + p.stderr)
    c.start()
    doc = draft()
    check({x["ref"] for x in doc["changes"]} == {"n7", "n3a", "n6 other"} and doc["number"] == 2, f"the row that the city left alone is changed in the draft, and nothing is published: {doc['changes']}")


def it_is_made_again_from_the_record():
    c = city()
    before = draft()
    c.stop()
    c.run("rebuild")
    c.run("check")
    c.start()
    check(draft() == before, "the draft is the same after writ rebuild")
    check(TITLE in public("/counter/step/n6?on=2026-03-03"), "and so are the versions")


TESTS = [the_demonstration_has_a_draft_under_way, who_may_not_sees_nothing, a_row_is_undone, a_step_is_changed_and_readers_see_nothing, what_is_wrong_is_said_at_its_field,
         two_people_change_one_row, added_and_taken_out, choices_have_an_order, a_way_that_goes_round_is_refused, a_text_gets_its_spanish, counsel_approves_exactly_this, a_later_change_lapses_it,
         the_same_person_does_not_publish, a_second_person_publishes_it, versions_say_who_and_are_compared, a_pack_does_not_write_over_the_city,
         it_is_made_again_from_the_record]

if __name__ == "__main__":
    rc = main(TESTS)
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
