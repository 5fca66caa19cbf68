#!/usr/bin/env python3
"""letters_suite.py -- letters of requests for records, from the first word to what was sent: read, put right, approved by a second person word
for word, kept as files, cut to a portal's boxes, and the receipt that starts the clock; appeals, a suit, and one letter for all. Writes TAP."""
import hashlib
import html
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import City, check, main  # noqa: E402

shared = {}
DRAFT = 4


def city():
    if "city" not in shared:
        shared["city"] = City().start()
    return shared["city"]


def as_(login):
    if login not in shared:
        shared[login] = city().browser().enter(login)
    return shared[login]


def letter(number, name):
    a = as_("records").get(f"/records/{number}/letters/{name}.txt")
    check(a.status == 200 and a.headers["content-type"].startswith("text/plain"), f"{name}: {a.status} {a.text[:300]}")
    return a.text


def one_line(text):
    return re.sub(r"\s+", " ", text)


def asked(login):
    """The approvals that wait, as the person sees them: label and the form's action."""
    page = as_(login).get("/approvals")
    return page.text, re.findall(r'action="(/approvals/[0-9a-f]+/approve)"', page.text)


def approve(login, path):
    a = as_(login).submit("/approvals", path)
    check(a.status == 303, f"approve: {a.status} {a.text[-800:]}")


def entry(number, kind):
    found = [e for e in as_("records").get(f"/records/{number}.json").json["entries"] if e["kind"] == kind]
    check(found, f"no entry {kind}")
    return found[0]


def the_demonstration_has_a_letter_that_waits():
    page = as_("counsel").get(f"/records/{DRAFT}/letters/request")
    check(page.status == 200 and "waits for approval" in page.text and "Subject: Request for records under the Freedom of Information Act" in page.text, page.text[:2000])
    case = as_("counsel").get(f"/records/{DRAFT}")
    check(f'href="/records/{DRAFT}/letters/request"' in case.text and "Read the letter" in case.text and f'href="/records/{DRAFT}/letters"' in case.text, "the case page does not lead to its letter")
    text, forms = asked("counsel")
    check("Operation plans and goals" in text and len(forms) == 1, f"counsel is not asked: {forms}")
    check(asked("records")[1] == [], "who asked may approve")


def a_letter_is_text_page_and_pdf():
    words = one_line(letter(DRAFT, "request"))
    page = as_("records").get(f"/records/{DRAFT}/letters/request")
    check("anonymised identifier" in words and "Columns: Operation; Pay period" in words and "5 U.S.C. 552(a)(4)(A)(iii)" in words, words[:1500])
    check("anonymised identifier" in page.text and "{" not in words, "the page has other words")
    pdf = as_("records").get(f"/records/{DRAFT}/letters/request.pdf")
    check(pdf.status == 200 and pdf.headers["content-type"] == "application/pdf" and pdf.body.startswith(b"%PDF-"), f"{pdf.status} {pdf.body[:40]}")
    check(pdf.body == as_("records").get(f"/records/{DRAFT}/letters/request.pdf").body, "the same letter, other bytes")
    for login, status in (("", 303), ("liaison", 403), ("auditor", 200)):
        a = (as_(login) if login else city().browser()).get(f"/records/{DRAFT}/letters/request")
        check(a.status == status, f"{login or 'nobody'}: {a.status}")
    check(as_("records").get(f"/records/{DRAFT}/letters/postcard").status == 404 and as_("records").get("/records/999/letters/request").status == 404, "a letter that is not there")
    spanish = as_("records").get(f"/es/records/{DRAFT}/letters/request").text
    check("se escriben en inglés" in spanish and "This is a request under" in spanish, "Spanish page, English letter")


def what_was_changed_is_asked_about_anew():
    """The approval is of one text: after a change it is refused, and the new text is asked about."""
    _, forms = asked("counsel")
    a = as_("records").submit(f"/records/{DRAFT}/letters/request", "/write", more="Please call us before you estimate fees.")
    check(a.status == 303, f"write: {a.status} {a.text[-500:]}")
    check("Please call us before you estimate fees." in one_line(letter(DRAFT, "request")), "the paragraph is not in the letter")
    a = as_("counsel").submit("/approvals", forms[0])
    check(a.status == 409 and "was changed" in a.text, f"the old text was approved: {a.status} {a.text[-600:]}")
    check(as_("records").get(f"/records/{DRAFT}.json").json["delivery"] == "draft", "it is no draft any more")
    a = as_("counsel").submit("/approvals", forms[0].replace("approve", "decline"), reason="Changed meanwhile")
    check(a.status == 303, f"decline: {a.status}")
    a = as_("records").submit(f"/records/{DRAFT}/letters/request", "/letters/request/ask")
    check(a.status == 303, f"ask: {a.status} {a.text[-600:]}")
    a = as_("records").submit(f"/records/{DRAFT}", "/approve/ask")
    check(a.status == 409 or a.status == 422 or "waits for a second person" in a.text, f"asked twice: {a.status}")


def a_second_person_approves_word_for_word():
    words = letter(DRAFT, "request")
    _, forms = asked("counsel")
    check(len(forms) == 1, f"{forms}")
    approve("counsel", forms[0])
    state = as_("records").get(f"/records/{DRAFT}.json").json
    check(state["delivery"] == "approved", state["delivery"])
    check(letter(DRAFT, "request") == words, "the approved letter has other words")
    check(entry(DRAFT, "approved")["said"].endswith(hashlib.sha256(words.encode()).hexdigest()), "the entry does not name the text")
    page = as_("records").get(f"/records/{DRAFT}")
    files = {name: url for url, name in re.findall(r'<a href="(/files/[0-9a-f]+)">([^<]+)</a>', page.text)}
    check(set(files) == {"4-request.txt", "4-request.pdf"}, f"{files}")
    check(as_("records").get(files["4-request.txt"]).text == words, "the kept file is another text")
    check(as_("records").get(files["4-request.pdf"]).body.startswith(b"%PDF-"), "the kept PDF")
    check(city().browser().get(files["4-request.txt"]).status != 200, "anyone has the file")


def blocks_fit_the_boxes_and_are_counted():
    page = as_("records").get(f"/records/{DRAFT}/portal")
    check(page.status == 200 and re.search(r'<script src="/static/copy\.js\?v=\w+" defer>', page.text), page.text[:1500])
    rows = as_("records").get(f"/records/{DRAFT}/portal.json").json["blocks"]
    check({r["box"] for r in rows} >= {"Description of the records", "Additional information", "Fee waiver: reasons", "Requester"}, f"{[r['box'] for r in rows]}")
    for r in rows:
        units = len(r["text"].replace("\n", "\r\n").encode("utf-16-le")) // 2
        check(r["characters"] == units <= r["limit"], f"{r['box']}: {r['characters']} of {r['limit']}, {units}")
    areas = [html.unescape(t) for t in re.findall(r"<textarea id=\"block-\d+\"[^>]* readonly[^>]*>(.*?)</textarea>", page.text, re.S)]
    check([a.lstrip("\n") for a in areas] == [r["text"] for r in rows], "the page's blocks are others")
    check(page.text.count("data-copy=") == len(rows), "a block without a button")
    whole = one_line(" ".join(r["text"] for r in rows))
    check("Operation plans and targets" in whole and "Please waive all fees" in whole and "Please call us before" in whole, whole[:600])
    js = city().browser().get(re.search(r'src="(/static/copy\.js\?v=\w+)"', page.text)[1])
    check(js.status == 200 and js.headers["etag"] and js.headers["content-type"].startswith("text/javascript"), f"{js.headers}")
    check(city().browser().get("/static/copy.js", If_None_Match=js.headers["etag"]).status == 304, "the script is sent again")


def a_pasted_receipt_starts_the_clock():
    check(as_("records").get(f"/records/{DRAFT}.json").json["dates"] == [], "a date before a receipt")
    text = "Thank you. Your request 2026-HQFO-00417 was submitted on February 26, 2026."
    a = as_("records").submit(f"/records/{DRAFT}/portal", "/portal/paste", text=text)
    check(a.status == 303, f"paste: {a.status} {a.text[-500:]}")
    check(a.headers["location"] == f"/records/{DRAFT}/portal#receipt", a.headers["location"])
    page = as_("records").get(f"/records/{DRAFT}/portal")
    check("Tracking number: 2026-HQFO-00417." in page.text and "26 Feb 2026" in page.text and "also written down that the request was sent" in page.text, page.text[-4000:])
    form = as_("records").form(page, "/portal/receipt")
    check(form["fields"]["tracking"] == "2026-HQFO-00417" and form["fields"]["day"] == "2026-02-26", f"{form['fields']}")
    check(as_("records").get(f"/records/{DRAFT}.json").json["dates"] == [], "reading it wrote something down")
    a = as_("records").send(form, day="2027-01-01", right_one="true")
    check(a.status == 422 and "still to come" in a.text, f"a day to come: {a.status}")
    a = as_("records").send(form, right_one="true")
    check(a.status == 303, f"receipt: {a.status} {a.text[-800:]}")
    state = as_("records").get(f"/records/{DRAFT}.json").json
    check(state["delivery"] == "delivered" and state["sent"] == "2026-02-26" and state["tracking"] == "2026-HQFO-00417" and state["clock"] == "running", f"{state['delivery']} {state['sent']}")
    due = {d["kind"]: d for d in state["dates"]}
    check(due["answer"]["due"] == "2026-03-26", f"20 working days after 26 February: {due['answer']['due']}")
    check(text in entry(DRAFT, "received")["text"], "the receipt is no evidence")
    page = as_("records").get(f"/records/{DRAFT}").text
    check(page.count(">4-request.txt</a>") == 2, "the letter does not hang on what was sent")
    check(as_("records").get(f"/records/{DRAFT}/letters/request.json").json["state"] == "sent", "its state")


def each_date_leads_to_its_letter():
    page = as_("records").get(f"/records/{DRAFT}").text
    check(f'href="/records/{DRAFT}/letters/inquiry"' in page, "no letter at a date")
    check(re.search(r'href="/records/\d+/letters/[a-z-]+"', as_("records").get("/records/due").text), "no letter in the list of dates")
    rows = {r["letter"]: r for r in as_("records").get("/records/1/letters.json").json["letters"]}
    check(rows["appeal-denial"]["ready"] and rows["appeal-denial"]["by"] == "2026-04-24" and rows["appeal-denial"]["by_kind"] == "appeal", f"{rows['appeal-denial']}")
    check(not rows["inquiry"]["ready"] and rows["inquiry"]["why"], f"{rows['inquiry']}")
    late = {r["letter"]: r for r in as_("records").get("/records/2/letters.json").json["letters"]}
    check(late["appeal-constructive"]["ready"] and late["inquiry"]["ready"] and not late["appeal-denial"]["ready"], "what is ready when the clock has lapsed")
    fees = {r["letter"]: r for r in as_("records").get("/records/3/letters.json").json["letters"]}
    check(fees["fee-assurance"]["ready"] and fees["fee-assurance"]["by"] == "2026-03-18" and not fees["clarification"]["ready"], f"{fees['fee-assurance']}")
    for name in rows:
        a = as_("records").get(f"/records/1/letters/{name}")
        check(a.status == 200 and len(letter(1, name)) > 60, f"{name}: {a.status}")


def an_appeal_has_grounds_part_by_part():
    words = one_line(letter(1, "appeal-denial"))
    for part in ("Part 1 of the request, Arrests, one row each. Answer: part.", "Exemption 6:", "552(b)(7)(C)", "Part 6 of the request", "Answer: refused.", "552(b)(4)", "This part got no answer",
                 "By our count the last day for it is April 24, 2026.", "23:59:59 Eastern", "90 working days after 15 Dec 2025", "“We release the arrest records in part."):
        check(part in words, f"“{part}” is not in: {words[:6000]}")
    a = as_("records").submit("/records/1/log/outcome", "/outcome/add", ask="2", answer="none held", day="2025-12-16")
    check(a.status == 303, f"{a.status} {a.text[-500:]}")
    check("Adequacy of the search" in one_line(letter(1, "appeal-denial")) and "Adequacy of the search" in one_line(letter(1, "appeal-search")), "no ground for none held")
    a = as_("records").submit("/records/1/letters/appeal-denial", "/ask")
    check(a.status == 303, f"ask: {a.status} {a.text[-600:]}")
    a = as_("records").submit("/records/1/letters/appeal-denial", "/write", more="", fallback="")
    check(a.status == 303, "a new version")
    a = as_("records").submit("/records/1/letters/appeal-denial", "/letters/appeal-denial/ask")
    _, forms = asked("counsel")
    check(a.status == 303 and len(forms) == 2, f"{a.status} {forms}")
    done = 0
    for f in forms:                                              # the older one is refused, the newer one is approved
        done += as_("counsel").submit("/approvals", f).status == 303
    check(done == 1, f"{done} of two versions were approved")
    for f in asked("counsel")[1]:
        as_("counsel").submit("/approvals", f.replace("approve", "decline"), reason="older")
    a = as_("records").submit("/records/1/letters/appeal-denial", "/sent", day="2026-02-26", channel="portal", tracking="2026-ICAP-00077")
    check(a.status == 303, f"sent: {a.status} {a.text[-800:]}")
    state = as_("records").get("/records/1.json").json
    check(state["level"] == "administrative appeal" and "2026-ICAP-00077" in entry(1, "appealed")["said"], f"{state['level']}")
    check({d["kind"]: d["due"] for d in state["dates"]}.get("answer to the appeal") == "2026-03-26", "the clock of the appeal")


def what_is_missing_is_said_and_not_approved():
    page = as_("records").get("/records/3/letters/clarification")
    check("the day of the question" not in page.text and "a paragraph of our own" in page.text and "[more]" in page.text, page.text[:1500])
    check('action="/records/3/letters/clarification/ask"' not in page.text, "a letter with gaps can be asked about")
    form = as_("records").form(as_("records").get("/records/3/letters/fee-assurance"), "/fee-assurance/ask")
    a = as_("records").send({**form, "action": "/records/3/letters/clarification/ask"})
    check(a.status >= 400, f"a letter with gaps was taken: {a.status}")


def not_by_the_usual_way_the_letter_says_why():
    why = "The portal was out of service on both days."
    a = as_("records").submit("/records/2/log/send", "/send/add", kind="bounced", day="2026-02-20")
    check(a.status == 303, f"bounced: {a.status} {a.text[-400:]}")
    a = as_("records").submit("/records/2/letters/request", "/write", fallback=why)
    check(a.status == 303 and why in one_line(letter(2, "request")), "the letter does not say why")
    check(as_("records").submit("/records/2/letters/request", "/letters/request/ask").status == 303, "ask")
    approve("counsel", asked("counsel")[1][0])
    a = as_("records").submit("/records/2/letters/request", "/sent", day="2026-02-26", channel="post", other="Another reason.")
    check(a.status == 422 and "does not say this" in a.text, f"another reason: {a.status}")
    a = as_("records").submit("/records/2/letters/request", "/sent", day="2026-02-26", channel="post")
    check(a.status == 303, f"sent: {a.status} {a.text[-600:]}")
    sent = entry(2, "sent")
    check(sent["channel"] == "post" and why in sent["said"], f"{sent}")
    check(why in one_line(letter(2, "inquiry")) and why in one_line(letter(2, "appeal-constructive")), "letters after it do not say so")


def one_letter_for_all_open_requests():
    url = "/records/holders/CBP/inquiry"
    words = one_line(as_("records").get(f"{url}.txt").text)
    check("Border Patrol operations in the City, June 2025 (our number 2)" in words and "CBP-FO-2025-000034" in words and "By our count 1 of our requests" in words, words)
    check(url in as_("records").get("/records/2/letters").text, "no link to it")
    check(as_("records").submit(url, "/inquiry/ask").status == 303, "ask")
    approve("counsel", asked("counsel")[1][0])
    a = as_("records").submit(url, "/sent", day="2026-02-26", channel="mail")
    check(a.status == 303, f"sent: {a.status} {a.text[-600:]}")
    e = entry(2, "inquiry")
    check(e["day"] == "2026-02-26" and e["channel"] == "mail", f"{e}")
    page = as_("records").get("/records/2").text
    check("inquiry-all-CBP.txt" in page and "inquiry-all-CBP.pdf" in page, "the letter does not hang on the entry")
    empty = as_("records").get("/records/holders/GSA/inquiry")
    check(empty.status == 200 and "No request to this holder is open and received." in empty.text, "a holder without requests")
    check(as_("records").get("/records/holders/NOBODY/inquiry").status == 404, "no such holder")


def an_open_suit_freezes_suggestions():
    before = [r for r in as_("records").get("/records/2/letters.json").json["letters"] if r["ready"]]
    a = as_("records").submit("/records/2/log/suit", "/suit/add", kind="suit filed", day="2026-02-26", other="C.D. Cal., invented")
    check(before and a.status == 303, f"{a.status}")
    page = as_("records").get("/records/2/letters")
    rows = as_("records").get("/records/2/letters.json").json["letters"]
    check(not [r for r in rows if r["ready"]] and "no letters are suggested" in page.text, "suggestions in a suit")
    case = as_("records").get("/records/2").text
    check("frozen while a suit is open" in case and 'letters/inquiry"' not in case, "a date suggests a letter in a suit")
    check(one_line(as_("records").get("/records/holders/CBP/inquiry").text).count("our number 2") <= 1, "a suit in a letter about all")
    check(city().command("check").returncode == 0, "writ check")


if __name__ == "__main__":
    rc = main([the_demonstration_has_a_letter_that_waits, a_letter_is_text_page_and_pdf, what_was_changed_is_asked_about_anew, a_second_person_approves_word_for_word,
               blocks_fit_the_boxes_and_are_counted, a_pasted_receipt_starts_the_clock, each_date_leads_to_its_letter, an_appeal_has_grounds_part_by_part,
               what_is_missing_is_said_and_not_approved, not_by_the_usual_way_the_letter_says_why, one_letter_for_all_open_requests, an_open_suit_freezes_suggestions])
    if "city" in shared:
        shared["city"].end()
    sys.exit(rc)
