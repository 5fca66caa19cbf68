#!/usr/bin/env python3
"""contact_suite.py -- a contact report from the card of a facility to the queue, through real sockets. Writes TAP."""
import concurrent.futures
import http.client
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, Forms, check, main  # noqa: E402

DOOR = "dem0-1apt-0000-0001"      # of the demonstration's first branch library
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def begin(request="entry", **typed):
    """A device without an account, at the card of a facility: it has begun a report."""
    b = city().browser()
    a = b.submit(f"/contact/at/{DOOR}", "/contact/begin", request=request, **typed)
    check(a.status == 303 and a.headers["location"] == "/contact/mine", f"begin: {a.status} {a.text[-600:]}")
    return b


def code_of(b, path="/contact/mine"):
    return b.get(path + ".json", accept="application/json").json["code"]


def three_taps_begin_a_report():
    b = begin()
    page = b.get("/contact/mine")
    check(page.status == 200 and "Demo Branch Library" in page.text, f"mine: {page.status}")
    check("no-store" in page.headers["cache-control"], "a report may be kept by a cache")
    check("Demo Branch" not in city().browser().get("/contact/mine").text, "another device sees it")
    a = b.submit("/contact/mine", "/contact/mine/send")
    check(a.status == 303 and a.headers["location"] == "/contact/copy", f"send: {a.status} {a.text[-900:]}")
    copy = b.get("/contact/copy")
    check("This record shows what you saw." in copy.text and "Employee assistance line" in copy.text, "the copy")


def a_part_is_saved_and_comes_back():
    b = begin(arrived="09:10", day="2026-02-25")
    a = b.submit("/contact/mine/officers", "/save", officers="3", officer_name="Officer Sample", masked="all")
    check(a.status == 303, f"save: {a.status} {a.text[-600:]}")
    page = b.get("/contact/mine/officers").text
    check('value="Officer Sample"' in page and 'value="3"' in page, "what was typed is gone")
    a = b.submit("/contact/mine/what", "/save", arrived="25:00")
    check(a.status == 422 and "Expected a time of day" in a.text and 'value="25:00"' in a.text, f"a bad time: {a.status}")
    a = b.submit("/contact/mine/what", "/save", day="2027-02-26")
    check(a.status == 422 and "still to come" in a.text, f"a day to come: {a.status}")
    check(b.get("/contact/mine/what").text.count('value="2026-02-25"') == 1, "the day was lost")


def another_device_goes_on_by_code():
    b = begin()
    b.submit("/contact/mine/seen", "/save", observed="Three people in vests at the desk.")
    code = code_of(b)
    other = city().browser()
    a = other.submit("/contact", "/contact/mine/open", code=code.upper().replace("-", " "))
    check(a.status == 303, f"open: {a.status} {a.text[-500:]}")
    check("Three people in vests" in other.get("/contact/mine/seen").text, "the text is not there")
    a = other.submit("/contact", "/contact/mine/open", code="0000-0000-0000-0000")
    check(a.status == 422 and "No report has this code" in a.text, f"a wrong code: {a.status}")
    a = other.submit("/contact/mine", "/contact/mine/leave")
    check(a.status == 303 and "no report under way" in other.get("/contact/mine").text, "leaving leaves nothing")


def entry(**said):
    """What a device wrote while it was offline."""
    return {"entry": os.urandom(16).hex(), "token": DOOR, "base": 0, "send": True, "drill": False, "day": "2026-02-26", "arrived": "09:40",
            "request": "records", **said}


def sync(b, e):
    return b.ask("POST", "/contact/sync", json.dumps(e), {"Content-Type": "application/json", "Accept": "application/json"})


def ten_devices_send_one_entry_and_one_report_is_there():
    e = entry(observed="Two people asked for a list of visitors.")
    numbers = set()
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: sync(city().browser(), e), range(10)))
    check([a.status for a in answers] == [201] * 10, f"{[(a.status, a.text[:200]) for a in answers]}")
    codes = {a.json["id"] for a in answers}
    check(len(codes) == 1 and {a.json["url"] for a in answers} == {"/contact/copy"}, f"more than one: {codes}")
    for _ in range(2):
        b = city().browser()
        check(b.submit("/contact", "/contact/mine/open", code=min(codes)).status == 303, "the code of the answer opens it")
        numbers.add(b.get("/contact/copy.json").json["number"])
    check(len(numbers) == 1 and min(numbers) > 0, f"numbers: {numbers}")


def another_text_under_the_same_entry_overwrites_nothing():
    e = entry()
    first = sync(city().browser(), e)
    check(first.status == 201, first.text)
    a = sync(city().browser(), {**e, "observed": "Something else."})
    check(a.status == 409 and "changed elsewhere" in a.text, f"{a.status} {a.text}")
    check(sync(city().browser(), {**e, "base": 1, "heard": "One said: wait here."}).status == 201, "who knows what was received may add to it")
    b = city().browser()
    b.submit("/contact", "/contact/mine/open", code=first.json["id"])
    check("One said: wait here." in b.get("/contact/copy").text and "Something else." not in b.get("/contact/copy").text, "the copy")


def a_clock_that_is_a_year_off_is_set_right():
    b = city().browser()
    a = sync(b, entry(day="2027-02-26", arrived="09:40", device_now="2027-02-26T18:00:00Z"))
    check(a.status == 201, f"{a.status} {a.text}")
    facts = b.get("/contact/copy").text
    check("26 Feb 2026" in facts and "2027" not in facts, "the day is the device's")


def what_lacks_a_fact_is_kept_and_not_sent():
    b = city().browser()
    a = sync(b, entry(arrived=""))
    check(a.status == 201 and a.json["url"] == "/contact/mine", f"{a.status} {a.text}")
    page = b.get("/contact/mine")
    check("Before it can be sent:" in page.text, "it does not say what is missing")


def numbers_of_persons_are_refused_and_nothing_is_lost():
    b = begin()
    a = b.submit("/contact/mine/seen", "/save", observed="She showed A 012 345 678 to them.", heard="nothing")
    check(a.status == 422 and "A-number" in a.text and "She showed A 012 345 678" in a.text, f"{a.status}")
    check("012 345" not in b.get("/contact/mine/seen").text, "it was stored")
    a = sync(city().browser(), entry(observed="SSN 123-45-6789"))
    check(a.status == 422 and "observed" in a.text, f"{a.status} {a.text}")


def the_guide_keeps_its_path_and_its_calls():
    b = begin()
    page = b.get("/contact/mine/guide")
    check(page.status == 200, f"guide: {page.status}")
    forms = [f for f in Forms(page.text).forms if "/answer/" in f["action"]]
    choice = re.search(r'name="choice" value="([^"]+)"', page.text).group(1)
    check(b.send(forms[0], choice=choice).status == 303, "an answer")
    check(b.send(b.form(page, "/call/1")).status == 303, "a call")
    again = b.get("/contact/mine/guide")
    check("no answer by" in again.text and "They answered" in again.text, "the call is not kept")
    check(choice not in again.headers.get("location", "") and "?" not in b.at, "an answer stands in the address")
    check(b.submit("/contact/mine", "/contact/mine/send").status == 303, "send")


def jpeg():
    """The smallest picture with an EXIF block that names a place."""
    return bytes.fromhex("ffd8" "ffe1001e457869660000" + b"MM\0*".hex() + "00000008" + "0001" + "8825" + "0004" + "00000001" + "0000001a" + "ffdb0043") + b"\1" * 65 + bytes.fromhex(
        "ffc0000b080001000101011100" "ffc40014100100000000000000000000000000000000" "ffda0008010100003f00" "7f" "ffd9")


def a_photo_is_checked_and_its_place_is_taken_out():
    b = begin()
    form = b.form(b.get("/contact/mine"), "/photo/add")
    a = b.upload(form, "desk.jpg", b"this is no picture at all", field="photo")
    check(a.status == 422 and "photo" in a.text, f"no picture: {a.status}")
    a = b.upload(form, "desk.jpg", jpeg(), field="photo")
    check(a.status == 303, f"a photo: {a.status} {re.sub('<[^>]+>', ' ', a.text)[-700:]}")
    listed = b.get("/contact/mine.json").json["photos"]
    check(len(listed) == 1 and len(listed[0]["sha256"]) == 64 and not listed[0]["file_url"], f"{listed}")
    big = b.form(b.get("/contact/mine"), "/photo/add")
    c = http.client.HTTPConnection("127.0.0.1", b.port, timeout=30)
    c.putrequest("POST", big["action"])
    for k, v in {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(40 << 20), "Cookie": "; ".join(f"{k}={v}" for k, v in b.cookies.items())}.items():
        c.putheader(k, v)
    c.endheaders()
    check(c.getresponse().status == 413, "40 MB are taken")


def device_photo(b, code, name="desk.jpg", data=None, ident=None, **headers):
    form = {"action": "/contact/sync/photo", "fields": {"code": code, "id": ident or os.urandom(16).hex()}}
    mark = "----device"
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in form["fields"].items()]
    parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="photo"; filename="{name}"\r\n\r\n'.encode() + (data or jpeg()) + f"\r\n--{mark}--\r\n".encode())
    return b.ask("POST", form["action"], b"".join(parts), {"Content-Type": f"multipart/form-data; boundary={mark}", "Accept": "application/json", **headers})


def a_photo_of_a_device_is_received_once():
    b = city().browser()
    code = sync(b, entry()).json["id"]
    ident = os.urandom(16).hex()
    for _ in range(3):
        a = device_photo(b, code, ident=ident)
        check(a.status == 201 and a.json["id"] == ident, f"{a.status} {a.text}")
    check(len(b.get("/contact/copy.json").json["photos"]) == 1, "it is there more than once")
    a = device_photo(b, code, data=b"this is no picture at all")
    check(a.status == 422 and a.json["fields"][0]["field"] == "photo", f"no picture: {a.status} {a.text}")
    check(device_photo(b, code, Origin="https://elsewhere.test").status == 403, "a page of another site adds one")
    a = device_photo(b, "0000-0000-0000-0000")
    check(a.status == 422 and a.json["fields"][0]["field"] == "code", f"a wrong code: {a.status} {a.text}")
    other = sync(city().browser(), entry()).json["id"]
    check(device_photo(b, other, ident=ident).status == 409, "an id stands for two photos")
    check(device_photo(b, code, ident="x").status == 422, "an id that is none")
    copy = b.get("/contact/copy.json").json
    check(len(copy["photos"]) == 1 and copy["number"] > 0, f"the report lost something: {copy}")


def a_device_keeps_all_its_reports():
    b = begin()
    page = b.get("/contact/mine/seen")
    form = b.form(page, "/save")
    token = b.cookies["writ-device"]
    later = entry(observed="The later one.")
    check(sync(b, later).status == 201, "sync")
    check(b.cookies["writ-device"] == token, "the device was given another token")
    check(b.send(form, observed="The first one.").status == 303, "the form that was open")
    mine = b.get("/contact/mine.json").json
    check(not mine["sent"] and [o["sent"] for o in mine["others"]] == [True], f"{mine}")
    check("The first one." in b.get("/contact/mine/seen").text, "it was saved elsewhere")
    a = b.submit("/contact/mine", "/mine/turn")
    check(a.headers["location"] == "/contact/copy" and "The later one." in b.get("/contact/copy").text, "the later one cannot be read")
    check("The first one." not in b.get("/contact/copy").text, "they are one")
    check(b.submit("/contact/copy", "/mine/turn").headers["location"] == "/contact/mine", "the first one is out of reach")
    check(b.submit("/contact/mine", "/contact/mine/send").status == 303, "the first one cannot be sent")
    b2 = begin()
    stolen = b2.form(b2.get("/contact/mine"), "/mine/send")
    a = b.send(stolen)
    check(a.status == 404, f"a form of another device's report: {a.status}")
    b.submit("/contact/copy", "/contact/mine/leave")
    check("no report under way" in b.get("/contact/mine").text, "leaving leaves one")
    third = b2.submit(f"/contact/at/{DOOR}", "/contact/begin", request="records")
    check(third.status == 303 and len(b2.get("/contact/mine.json").json["others"]) == 1, "a second report hides the first")


def an_answer_that_was_lost_gives_the_report_back():
    e = entry(send=False)
    check(sync(city().browser(), e).status == 201, "its answer does not arrive")
    b = city().browser()
    check(sync(b, e).status == 201 and b.get("/contact/mine.json").json["code"], "the same once more")
    check(sync(b, {**e, "base": 1, "send": True, "observed": "All of it."}).status == 201, "and then the whole")
    check("All of it." in b.get("/contact/copy").text and b.get("/contact/copy.json").json["others"] == [], "one report")


def times_of_steps_are_checked():
    path = "n0:enter n2:reached"
    for times in ("n0 25:00", "n0 9:40", "n9 09:40", "n0", "n0 09:40,n2 09:41", "n0 09:40, ", "n0 09:40; n2 09:41"):
        a = sync(city().browser(), entry(path=path, path_times=times))
        check(a.status == 422 and a.json["fields"][0]["field"] == "path_times", f"{times}: {a.status} {a.text}")
    a = sync(city().browser(), entry(path=path, path_times=", ".join(["n0 09:40"] * 300)))
    check(a.status == 422 and a.json["fields"][0]["field"] == "path_times", f"too long: {a.status}")
    b = city().browser()
    check(sync(b, entry(path=path, path_times="n0 12:07, n2 12:09", day="2027-02-26", arrived="12:05", device_now="2027-02-26T20:00:00Z")).status == 201, "fine ones")
    number = b.get("/contact/copy.json").json["number"]
    desk = city().browser().enter("mayor")
    check(desk.submit(f"/contact/reports/{number}", "/acknowledge").status == 303, "acknowledge")
    steps = desk.get(f"/contact/reports/{number}.json").json
    first, second = [int(s["at"][:2]) * 60 + int(s["at"][3:]) for s in steps["steps"]]
    arrived = int(steps["record"][0]["arrived"][:2]) * 60 + int(steps["record"][0]["arrived"][3:])
    check((first - arrived) % 1440 == 2 and (second - arrived) % 1440 == 4 and steps["steps"][0]["at"] != "12:07", f"{steps['steps']}")


def listed():
    return city().browser().enter("mayor").get("/contact/reports.json").json["reports"]


def a_drill_is_in_no_figure():
    before = listed()
    b = begin(drill="true")
    a = b.submit("/contact/mine", "/contact/mine/send")
    check(a.status == 303, f"{a.status} {a.text[-300:]}")
    copy = b.get("/contact/copy.json").json
    check(copy["drill"] and copy["number"] == 0, f"a drill has a number: {copy['number']}")
    check("/contact/mine/send" not in b.get("/contact/mine").text, "a drill can be ended twice")
    check("A drill counts as training." in b.get("/contact/copy").text, "it is not called a drill")
    check([r["number"] for r in listed()] == [r["number"] for r in before], "a drill stands among the reports")


def what_departs_from_the_guide_needs_its_reason():
    b = city().browser()
    e = entry(request="entry", path="n0:enter n2:reached n3:given n4:b n6:none", response="followed_usual_steps")
    check(sync(b, e).json["url"] == "/contact/mine", "it was sent without a reason")
    a = b.submit("/contact/mine", "/contact/mine/send")
    check(a.status == 422 and "is not what the guide says" in a.text, f"{a.status}")
    check(b.submit("/contact/mine/done", "/save", departure="The lead said so by telephone.").status == 303, "the reason")
    check(b.submit("/contact/mine", "/contact/mine/send").status == 303, "with a reason it is sent")
    number = b.get("/contact/copy.json").json["number"]
    check(next(r for r in listed() if r["number"] == number)["departs"], "the list does not say so")


def people_who_were_detained_are_a_count():
    b = begin()
    a = b.submit("/contact/mine/effects", "/save", detained="a man in a red cap")
    check(a.status == 422 and "Expected a whole number." in a.text, f"{a.status}")
    check(b.submit("/contact/mine/effects", "/save", detained="2").status == 303, "a count")
    fields = {f for form in Forms(b.get("/contact/mine/effects").text).forms for f in form["fields"]}
    check({f for f in fields if "detained" in f} == {"detained", "detained_staff", "detained_minor"}, f"{fields}")


if __name__ == "__main__":
    rc = main([three_taps_begin_a_report, a_part_is_saved_and_comes_back, another_device_goes_on_by_code,
               ten_devices_send_one_entry_and_one_report_is_there, another_text_under_the_same_entry_overwrites_nothing,
               a_clock_that_is_a_year_off_is_set_right, what_lacks_a_fact_is_kept_and_not_sent, numbers_of_persons_are_refused_and_nothing_is_lost,
               the_guide_keeps_its_path_and_its_calls, a_photo_is_checked_and_its_place_is_taken_out, a_photo_of_a_device_is_received_once,
               a_device_keeps_all_its_reports, an_answer_that_was_lost_gives_the_report_back, times_of_steps_are_checked, a_drill_is_in_no_figure,
               what_departs_from_the_guide_needs_its_reason, people_who_were_detained_are_a_count])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
