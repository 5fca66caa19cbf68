#!/usr/bin/env python3
"""desk_suite.py -- what is done with a contact report once it is there: seen, opened, acknowledged, reviewed, advised on, locked, amended,
exported; and that what is restricted stands nowhere else. Through real sockets. Writes TAP."""
import datetime
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

DOOR = "dem0-1apt-0000-0001"      # of the demonstration's first branch library
CANARY = "Officer Quillfeather"
shared = {}


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def as_(login):
    if login not in shared:
        shared[login] = city().browser().enter(login)
    return shared[login]


def send(request="entry", **more):
    """A report from a device without an account; its number, and the device."""
    b = city().browser()
    b.submit(f"/contact/at/{DOOR}", "/contact/begin", request=request, arrived="09:10", day="2026-02-26")
    for part, typed in more.items():
        a = b.submit(f"/contact/mine/{part}", "/save", **typed)
        check(a.status == 303, f"save {part}: {a.status} {a.text[-500:]}")
    a = b.submit("/contact/mine", "/contact/mine/send")
    check(a.status == 303, f"send: {a.status} {a.text[-500:]}")
    return b.get("/contact/copy.json").json["number"], b


def lines(who, query=""):
    return {r["number"]: r for r in as_(who).get("/contact/reports.json" + query).json["reports"]}


def act(who, number, verb, **typed):
    return as_(who).submit(f"/contact/reports/{number}", f"/reports/{number}/{verb}", **typed)


def a_report_is_in_the_queue_at_once():
    number, _ = send()
    page = as_("liaison-library").get("/contact/reports")
    check(page.status == 200 and "an acknowledgement" in page.text, f"list: {page.status} {page.text[-800:]}")
    check(lines("liaison-library")[number]["state"] == "waiting" and lines("mayor")[number]["state"] == "waiting", "it does not wait in both queues")
    check(number not in lines("liaison"), "another department's liaison sees it")
    check(as_("liaison").get(f"/contact/reports/{number}").status == 404, "another department's liaison may open it")
    check(city().browser().get(f"/contact/reports/{number}").status == 404, "the public learns that it is there")
    mails = [m for m in as_("mayor").get("/mail.json").json["mails"] if m["subject"].startswith(f"Contact report {number}")]
    check({m["name"] for m in mails} >= {"Noor Sample"}, f"the liaison got no mail: {mails}")


def acknowledging_opens_it_and_is_kept():
    number, _ = send(seen={"observed": "Two people at the front desk."})
    shut = as_("liaison-library").get(f"/contact/reports/{number}")
    check("Two people at the front desk" not in shut.text, "an unopened record tells")
    a = act("liaison-library", number, "acknowledge")
    check(a.status == 303, f"acknowledge: {a.status} {a.text[-500:]}")
    page = as_("liaison-library").get(f"/contact/reports/{number}")
    check("Two people at the front desk" in page.text, f"the record did not open: {page.text[-1500:]}")
    check(lines("liaison-library")[number]["state"] == "acknowledged", "the line still waits")
    again = as_("mayor").get(f"/contact/reports/{number}")
    check("Acknowledge it" not in again.text and "The record is shut" in again.text, "the mayor's office sees another state")


def locked_report(**more):
    """One that the mayor's office has acknowledged and locked."""
    number, b = send(**more)
    for verb in ("acknowledge", "lock"):
        a = act("mayor", number, verb)
        check(a.status == 303, f"{verb}: {a.status} {a.text[-500:]}")
    return number, b


def restricted_opens_with_a_reason_for_few():
    number, _ = send(officers={"officer_name": CANARY, "officers": "2"})
    act("mayor", number, "acknowledge")
    page = as_("mayor").get(f"/contact/reports/{number}").text
    check(CANARY not in page and "restricted" in page, "the name stands in an opened record")
    a = act("mayor", number, "restricted/open", reason="")
    check(a.status == 422, f"no reason: {a.status}")
    a = act("mayor", number, "restricted/open", reason="The department asks who came.")
    check(a.status == 303, f"open: {a.status} {a.text[-500:]}")
    check(CANARY in as_("mayor").get(f"/contact/reports/{number}").text, "the name is not shown to who said why")
    check(CANARY not in as_("counsel").get(f"/contact/reports/{number}").text, "another person reads it with that grant")
    act("liaison-library", number, "open")
    page = as_("liaison-library").get(f"/contact/reports/{number}").text
    check("restricted/open" not in page and CANARY not in page, "a liaison may open it")
    act("manager-library", number, "open")
    a = act("manager-library", number, "restricted/open", reason="A question of the crew.")
    check(a.status == 303 and CANARY in as_("manager-library").get(f"/contact/reports/{number}").text, f"the manager: {a.status}")


def advice_is_for_counsel_and_few():
    number, _ = send()
    act("counsel", number, "open")
    a = act("counsel", number, "counsel", text="Thistledown: keep the tapes.")
    check(a.status == 303, f"counsel: {a.status} {a.text[-500:]}")
    page = as_("counsel").get(f"/contact/reports/{number}").text
    check("Thistledown" not in page and "privileged" in page, "the advice stands open")
    act("counsel", number, "privileged/open", reason="To read it again.")
    check("Thistledown: keep the tapes." in as_("counsel").get(f"/contact/reports/{number}").text, "counsel does not see it")
    act("liaison-library", number, "acknowledge")
    page = as_("liaison-library").get(f"/contact/reports/{number}").text
    check("Thistledown" not in page and "privileged/open" not in page and "do_counsel" not in page, "a liaison may open it")
    auditor = as_("auditor").get(f"/contact/reports/{number}")
    check(auditor.status == 200 and "/counsel" not in auditor.text, f"the auditor: {auditor.status}")


def a_review_says_what_may_be_published():
    number, b = send()
    act("liaison-library", number, "acknowledge")
    a = act("liaison-library", number, "review", publishable="Two officers came. A 012-345-678 was named.", redaction="Names.")
    check(a.status == 422 and "A-number" in a.text, f"an A-number in a summary: {a.status}")
    a = act("liaison-library", number, "review", publishable="Two officers came and left.", redaction="Names of staff.")
    check(a.status == 303, f"review: {a.status} {a.text[-500:]}")
    check(lines("liaison-library")[number]["state"] == "reviewed", "not reviewed")
    copy = b.get("/contact/copy").text
    check("Acknowledged" in copy and "Reviewed by the liaison" in copy, "the reporter's copy does not say so")


def amendments_are_signed_and_the_original_stays():
    number, b = locked_report(what={"gone": "09:30"})
    check(b.submit("/contact/mine", "/contact/mine/send").status == 422 or "locked" in b.get("/contact/copy").text, "a locked report takes more")
    who = city().browser().enter("liaison-library")
    who.submit(f"/contact/reports/{number}", "/open")
    a = who.submit(f"/contact/reports/{number}/amend?field=gone", "/amend/sign", value="09:41", reason="The camera of the lobby shows it.")
    if a.status != 303:      # who signs shows once more who they are
        check("_password" in a.text, f"no proof is asked: {a.status} {a.text[-700:]}")
        password = re.search(r"liaison-library\s+(\S+)", city().passwords).group(1)
        who.at = f"/contact/reports/{number}/amend/sign"
        a = who.send(who.form(a, "/amend/sign"), _password=password)
    check(a.status == 303, f"sign: {a.status} {a.text[-700:]}")
    page = who.get(f"/contact/reports/{number}").text
    check("09:30" in page and "09:41" in page and "Noor Sample" in page and "The camera of the lobby shows it." in page, "original, amendment, name and reason")
    check("09:41" in b.get("/contact/copy").text and "09:30" in b.get("/contact/copy").text, "the reporter does not see it")


def times_of_steps_are_amended_with_their_path():
    b = city().browser()
    said = {"entry": os.urandom(16).hex(), "token": DOOR, "base": 0, "send": True, "drill": False, "day": "2026-02-26", "arrived": "09:40", "request": "records",
            "path": "n0:enter n2:reached", "path_times": "n0 09:40, n2 09:41"}
    check(b.ask("POST", "/contact/sync", json.dumps(said), {"Content-Type": "application/json", "Accept": "application/json"}).status == 201, "the device's report")
    number = b.get("/contact/copy.json").json["number"]
    for verb in ("acknowledge", "lock"):
        check(act("mayor", number, verb).status == 303, verb)
    who = city().browser().enter("liaison-library")
    password = re.search(r"liaison-library\s+(\S+)", city().passwords).group(1)
    who.submit(f"/contact/reports/{number}", "/open")

    def sign(value):
        a = who.submit(f"/contact/reports/{number}/amend?field=path_times", "/amend/sign", value=value, reason="The camera shows it.")
        if "_password" in a.text and a.status != 303:
            who.at = f"/contact/reports/{number}/amend/sign"
            a = who.send(who.form(a, "/amend/sign"), _password=password)
        return a
    a = sign("n0 09:41, n9 09:42")
    check(a.status == 422, f"a time of a step that is not on the path: {a.status}")
    a = sign("n0 09:43, n2 09:44")
    check(a.status == 303, f"the times alone: {a.status} {a.text[-700:]}")
    check("09:44" in who.get(f"/contact/reports/{number}").text, "the times are not shown")


def an_amendment_without_the_right_is_refused():
    number, _ = locked_report()
    for login in ("auditor", "verifier", "records", "liaison"):
        who = as_(login)
        a = who.get(f"/contact/reports/{number}/amend?field=gone")
        check(a.status == 404, f"{login} sees the form: {a.status}")
        a = who.ask("POST", f"/contact/reports/{number}/amend/sign", "field=gone&value=10:00&reason=no", {"Content-Type": "application/x-www-form-urlencoded"})
        check(a.status == 404, f"{login} amends: {a.status}")
    a = city().browser().ask("POST", f"/contact/reports/{number}/amend/sign", "field=gone&value=10:00&reason=no", {"Content-Type": "application/x-www-form-urlencoded"})
    check(a.status == 404, f"nobody amends: {a.status}")


def an_answer_withholds_and_says_why():
    number, _ = send(officers={"officer_name": CANARY}, seen={"observed": "They asked for the ledger."})
    act("counsel", number, "open")
    act("counsel", number, "counsel", text="Thistledown: privileged.")
    who = as_("records")
    check(who.get("/contact/reports").status == 403 and who.get(f"/contact/reports/{number}").status == 404, "records reads reports")
    check(who.get(f"/contact/reports/{number}/export.txt").status == 403, "an answer without a reason")
    check("They asked for the ledger." not in who.get(f"/contact/reports/{number}/export").text, "an answer without a reason")
    a = who.submit("/contact/exports", "/take", number=str(number), reason="Request 26-114 of the Example Gazette")
    check(a.status == 303, f"take: {a.status} {a.text[-400:]}")
    for suffix in ("", ".json", ".txt"):
        a = who.get(f"/contact/reports/{number}/export{suffix}")
        check(a.status == 200 and "They asked for the ledger." in a.text and "withheld" in a.text, f"export{suffix}: {a.status} {a.text[-500:]}")
        check(CANARY not in a.text and "Thistledown" not in a.text, f"export{suffix} tells")
    told = as_("counsel").get(f"/contact/reports/{number}/timeline.json").json["moments"]
    check(any(m["who"] == "Rae Specimen" and "26-114" in m["text"] for m in told), f"the timeline does not say who took it: {told}")


def the_timeline_says_who_and_can_be_made_again():
    number, _ = send(officers={"officer_name": CANARY})
    act("liaison-library", number, "acknowledge")
    act("mayor", number, "open")
    act("mayor", number, "restricted/open", reason="To brief the deputy.")
    before = as_("mayor").get(f"/contact/reports/{number}/timeline.json").json["moments"]
    whats = [m["what"] for m in before]
    check(whats.count("Opened the record") == 2 and "Acknowledged" in whats and "Opened what is restricted" in whats, f"{whats}")
    check(any(m["text"] == "To brief the deputy." and m["who"] == "Lee Sample" for m in before), "why is missing")
    check(CANARY not in str(before), "the timeline tells")
    check(as_("liaison").get(f"/contact/reports/{number}/timeline").status == 404, "another department reads it")
    city().stop()
    city().run("rebuild")
    city().start()
    for login in [k for k in shared if k != "city"]:
        del shared[login]
    check(as_("mayor").get(f"/contact/reports/{number}/timeline.json").json["moments"] == before, "made again it is another")


def jpeg():
    return bytes.fromhex("ffd8" "ffe1001e457869660000" + b"MM\0*".hex() + "00000008" + "0001" + "8825" + "0004" + "00000001" + "0000001a" + "ffdb0043") + b"\1" * 65 + bytes.fromhex(
        "ffc0000b080001000101011100" "ffc40014100100000000000000000000000000000000" "ffda0008010100003f00" "7f" "ffd9")


def photos_are_taken_under_a_grant_and_stand_in_the_timeline():
    number, b = send()
    check(b.upload(b.form(b.get("/contact/mine"), "/photo/add"), "desk.jpg", jpeg(), field="photo").status == 303, "a photo")
    act("mayor", number, "acknowledge")
    photo = as_("mayor").get(f"/contact/reports/{number}.json").json["photos"][0]
    copy, original = photo["file_url"], photo["original_url"]
    for url in (copy, original):
        a = as_("mayor").get(url)
        check(a.status == 403 and "who does, and why" in a.text, f"without a grant: {a.status} {a.text[-300:]}")
    check(as_("auditor").get(copy).status == 403, "the right alone opens it")
    a = act("mayor", number, "photos/take")
    check(a.status == 303 and a.headers["location"] == copy, f"take: {a.status} {a.text[-500:]}")
    a = as_("mayor").get(copy)
    check(a.status == 200 and a.body[:2] == b"\xff\xd8" and b"Exif\0\0MM" not in a.body and "attachment" in a.headers["content-disposition"], f"the copy: {a.status}")
    check(as_("mayor").get(original).status == 403, "a grant on the copy opens the original")
    check(as_("counsel").get(copy).status == 403, "another person's grant opens it")
    a = act("mayor", number, "originals/take", reason="")
    check(a.status == 422, f"no reason: {a.status}")
    a = act("mayor", number, "originals/take", reason="The court asks where it was taken.")
    check(a.status == 303 and a.headers["location"] == original, f"take the original: {a.status} {a.text[-500:]}")
    check(as_("mayor").get(original).body == jpeg(), "the original is another")
    act("liaison-library", number, "open")
    page = as_("liaison-library").get(f"/contact/reports/{number}").text
    check("/photos/take" in page and "/originals/take" not in page, "a liaison may have the original")
    check(as_("liaison-library").get(original).status == 404, "a liaison learns of the original")
    told = as_("counsel").get(f"/contact/reports/{number}/timeline.json").json["moments"]
    check([m["who"] for m in told if m["what"] == "Downloaded a photo"] == ["Lee Sample"], f"{told}")
    check([m["text"] for m in told if m["what"] == "Downloaded the original of a photo"] == ["The court asks where it was taken."], f"{told}")
    check([m["what"] for m in told].count("A photo was added") == 1, f"{told}")


def city_now(number):
    """The instant of the demonstration, in microseconds: when this report came in."""
    filed = next(r["filed"] for n, r in lines("mayor").items() if n == number)
    return int(datetime.datetime.fromisoformat(filed.replace("Z", "+00:00")).timestamp()) * 1000000


def a_photo_waits_until_the_record_is_opened():
    number, b = send()
    check(b.upload(b.form(b.get("/contact/mine"), "/photo/add"), "desk.jpg", jpeg(), field="photo").status == 303, "a photo")
    act("counsel", number, "open")
    page = as_("counsel").get(f"/contact/reports/{number}")
    form = as_("counsel").form(page, "/photos/take")
    check(as_("mayor").get(f"/files/{form['fields']['photo']}").status == 403, "a shut record gives its photo away")
    for login in [k for k in shared if k != "city"]:
        del shared[login]
    city().clock(city_now(number) + 16 * 60 * 1000000)
    a = as_("counsel").send(form)          # the record is shut again, the form is still on the screen
    check(a.status == 409 and "Open it first" in a.text, f"a photo of a shut record: {a.status} {a.text[-300:]}")
    act("mayor", number, "acknowledge")
    act("mayor", number, "lock")
    a = b.upload(b.form(b.get("/contact/mine"), "/photo/add"), "late.jpg", jpeg(), field="photo")
    check(a.status == 409 and "locked" in a.text, f"a locked report takes a photo: {a.status}")


def filters_and_csv_say_the_same():
    every = lines("mayor")
    check(any(r["state"] == "escalated" for r in every.values()) and any(r["departs"] for r in every.values()), "the demonstration lacks states")
    some = lines("mayor", "?state=locked&department=RAP")
    check(some and all(r["state"] == "locked" and r["department"] == "RAP" for r in some.values()), f"{some}")
    check(all(r["forced"] for r in lines("mayor", "?forced=true").values()), "forced")
    check(all("2026-01-01" <= r["day"] <= "2026-01-31" for r in lines("mayor", "?from=2026-01-01&to=2026-01-31").values()), "days")
    csv = as_("mayor").get("/contact/reports.csv?state=locked&department=RAP").text
    check(len([x for x in csv.splitlines() if x and not x.startswith(("#", "number"))]) == len(some), f"csv: {csv}")
    own = as_("liaison-library").get("/contact/reports.csv").text
    check("rap-" not in own and "lapl-" in own, "the CSV of a liaison has other departments")


def a_planted_name_stands_nowhere_else():
    send(officers={"officer_name": CANARY, "plates": "9QUILL9"}, people={"reporter_name": "Pim Featherquill"})
    for login in ("mayor", "counsel", "liaison-library", "manager-library", "auditor", "records", "admin", ""):
        b = as_(login) if login else city().browser()
        for path in ("/contact/reports", "/contact/reports.json", "/contact/reports.csv", "/mail.json", "/log", "/log.json", "/api.json", "/"):
            text = b.get(path).text
            for word in (CANARY, "9QUILL9", "Pim Featherquill"):
                check(word not in text, f"{path} as {login} holds {word}")
    city().stop()
    out = os.path.join(city().folder, "export")
    city().run("export", out)
    city().run("backup", os.path.join(city().folder, "writ.tar"), "--clear")
    seen = 0
    for base, _, names in os.walk(city().folder):      # data, export, backup in clear, the server's own log
        for name in names:
            with open(os.path.join(base, name), "rb") as f:
                data = f.read()
            seen += len(data)
            for word in (CANARY, "9QUILL9", "Pim Featherquill"):
                check(word.encode() not in data and word.encode().hex().encode() not in data.lower(), f"{base}/{name} holds {word}")
    check(seen > 1000000, f"only {seen} bytes were looked at")


if __name__ == "__main__":
    rc = main([a_report_is_in_the_queue_at_once, acknowledging_opens_it_and_is_kept, restricted_opens_with_a_reason_for_few, advice_is_for_counsel_and_few,
               a_review_says_what_may_be_published, amendments_are_signed_and_the_original_stays, times_of_steps_are_amended_with_their_path, an_amendment_without_the_right_is_refused,
               an_answer_withholds_and_says_why, the_timeline_says_who_and_can_be_made_again,
               photos_are_taken_under_a_grant_and_stand_in_the_timeline, a_photo_waits_until_the_record_is_opened, filters_and_csv_say_the_same, a_planted_name_stands_nowhere_else])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
