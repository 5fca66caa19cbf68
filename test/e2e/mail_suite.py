#!/usr/bin/env python3
"""mail_suite.py -- mail as a city sends it: through a real mail server over TLS, and what happens when that server is late,
silent, wrong or not there. One city; each test writes its own writ.yaml and starts the server anew. Writes TAP."""
import email.utils
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from city import ROOT, WRIT, Browser, City, check, main  # noqa: E402
from smtp import Exim, Plain, authority, awaited  # noqa: E402

PASSWORD = "a long first password"
shared = {}


def exim():
    if "exim" not in shared:
        shared["exim"] = Exim().start()
    return shared["exim"]


def town():
    """A real city (no demonstration) whose Mayor's Office is signed in; departments are late by now."""
    if "city" not in shared:
        c = shared["city"] = City(demo=False)
        for login, role, department in (("mayor", "mayor", "MAYOR"), ("rap-liaison", "liaison", "RAP"), ("ana", "verifier", "CAO")):
            p = subprocess.run([WRIT, "user", "add", login, "--role", role, "--department", department, "--data", c.data], input=PASSWORD + "\n",
                               capture_output=True, text=True, check=False)
            check(p.returncode == 0, p.stderr)
        with open(os.path.join(c.data, "writ.yaml"), encoding="utf-8") as f:
            shared["yaml"] = f.read()
        b = shared["mayor"] = c.browser()
        run("")
        b.sign_in("mayor", PASSWORD)
    return shared["city"]


def run(settings, **options):
    """Serves with these lines in writ.yaml; the browser of the Mayor's Office."""
    c = town() if "mayor" not in shared else shared["city"]
    c.stop()
    with open(os.path.join(c.data, "writ.yaml"), "w", encoding="utf-8") as f:
        f.write(shared["yaml"] + settings)
    c.start(more=("--url", "https://city.example"), **options)
    return shared["mayor"]


def remind(b, address, name="Noor Sample", login=""):
    """The late answers of Recreation and Parks, to this address."""
    a = b.submit("/departments/RAP/edit", "/liaison/name", kind="liaison", name=name, email=address, login=login)
    check(a.status == 303, f"naming a liaison is {a.status}: {a.text[:500]}")
    check(address in b.get("/briefing/remind").text, "the preview does not show the address")
    a = b.submit("/briefing/remind", "/briefing/remind", confirm="true")
    check(a.status == 303, f"reminding is {a.status}: {a.text[:500]}")
    return row(b, address)


def row(b, address):
    rows = [m for m in b.get("/mail.json").json["mails"] if m["email"] == address]
    check(rows, f"the outbox has nothing for {address}")
    return rows[0]


def becomes(b, address, **wanted):
    def there():
        r = row(b, address)
        return r if all(r[k] == v for k, v in wanted.items()) else None
    try:
        return awaited(str(wanted), there)
    except AssertionError as e:
        raise AssertionError(f"{e}: {row(b, address)}; {exim().log()[-1500:]}") from e


def received(address):
    return [m for m in exim().mails() if email.utils.parseaddr(m["To"])[1] == address]


def a_reminder_arrives_whole():
    town()
    b = run(exim().settings())
    remind(b, "rap@example.org", name="Zoë Muñoz-Peña")
    sent = becomes(b, "rap@example.org", state="sent")
    m, = awaited("the mail", lambda: received("rap@example.org"))
    check(email.utils.parseaddr(m["To"]) == ("Zoë Muñoz-Peña", "rap@example.org"), m["To"])
    check(email.utils.parseaddr(m["From"]) == ("Los Angeles", "writ@city.example"), m["From"])
    check(m["Subject"] == sent["subject"] == "Answers to the directive that are past due", m["Subject"])
    check(m["Message-ID"] == f"<{sent['id']}@city.example>", m["Message-ID"])
    check(m["Auto-Submitted"] == "auto-generated" and m["MIME-Version"] == "1.0" and m["Content-Language"] == "en", str(m.items()))
    check(email.utils.parsedate_to_datetime(m["Date"]).tzinfo is not None, m["Date"])
    check(m.get_content_type() == "text/plain" and m.get_content_charset() == "utf-8" and not m.is_multipart(), m["Content-Type"])
    text = m.get_content().replace("\r\n", "\n")
    check(text.strip() == sent["text"].strip(), f"the text differs: {text}")
    check("Zoë Muñoz-Peña" in text and "https://city.example/directive/12.1/RAP" in text, text)
    came = " ".join(str(m["Received"]).split())
    check("with esmtpsa" in came, f"not signed in, or not over TLS: {came}")
    check("helo=city.example" in came, f"the greeting names another host: {came}")


def the_cell_shows_the_reminder():
    b = run(exim().settings())
    remind(b, "cell@example.org")
    cell = b.get("/directive/12.1/RAP.json").json
    check(cell["reminded"], "the cell does not say that it was reminded")
    unnamed = b.get("/directive/12.1/ZOO.json").json
    check(not unnamed["reminded"], "a department that nobody could write to is said to be reminded")


def a_letter_speaks_the_language_of_its_reader():
    c = town()
    c.stop()
    p = subprocess.run([sys.executable, "-c", "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]);"
                        "d.execute(\"UPDATE person_account SET lang='es' WHERE login='rap-liaison'\"); d.commit()", os.path.join(c.data, "writ.db")], check=False)
    check(p.returncode == 0, "the account's language cannot be set")
    b = run(exim().settings())
    remind(b, "spanish@example.org", login="rap-liaison")
    becomes(b, "spanish@example.org", state="sent", lang="es")
    m, = awaited("the mail", lambda: received("spanish@example.org"))
    check(m["Content-Language"] == "es" and "https://city.example/es/directive/12.1/RAP" in m.get_content(), m.get_content())
    check("han pasado su fecha" in m.get_content(), m.get_content())


def signed_in(login):
    return Browser(town().port).sign_in(login, PASSWORD)


TRICKY = ".\n..two dots\nFrom here = there, 100 %\n\tTo: all@example.org\ntrailing blank \n" + "é" * 300 + "\n" + "日本" * 60 + " 🦉\n" + "x" * 500 + "\n\n.\nthe end"


def a_claim_and_its_outcome_tell_whom_they_concern():
    b = run(exim().settings())
    check(b.submit("/departments/RAP/edit", "/liaison/name", kind="liaison", name="Noor Sample", email="", login="rap-liaison").status == 303, "no liaison")
    liaison, verifier = signed_in("rap-liaison"), signed_in("ana")
    check(verifier.submit("/account/mail", "/account/mail/set", email="ana@example.org", pace="at_once").status == 303, "no address for the verifier")
    check(liaison.submit("/account/mail", "/account/mail/set", email="noor@example.org", pace="at_once").status == 303, "no address for the liaison")
    cell = "/directive/12.4/RAP"
    check(liaison.submit(cell, "/evidence/add", title="Plan", url="https://example.org/plan", text="", dated="2026-01-05", piece="", expires="").status == 303, "evidence")
    check(liaison.submit(cell, "/claim").status == 303, "claim")
    becomes(b, "ana@example.org", state="sent", kind="directive.claimed")
    m, = awaited("the claim", lambda: received("ana@example.org"))
    check(m["Subject"] == "12.4 RAP: ready for a check" and f"https://city.example{cell}" in m.get_content(), m.as_string())
    check(verifier.submit(cell, "/return", reason=TRICKY).status == 303, "return")
    sent = becomes(b, "noor@example.org", state="sent", kind="directive.returned")
    m, = awaited("the return", lambda: received("noor@example.org"))
    check(m["To"].addresses[0].addr_spec == "noor@example.org" and m["Bcc"] is None and len(m.get_all("To")) == 1, str(m.items()))
    check(TRICKY in m.get_content() and m.get_content().rstrip("\n") == sent["text"], f"the text came as {m.get_content()!r}")
    written = m.raw[m.raw.index(b"Date: "):]
    check(max(len(line) for line in written.splitlines()) <= 78 and written.isascii(), "a line is too long, or not ASCII")
    check(verifier.submit("/account/mail", "/account/mail/set", email="ana@example.org", pace="daily").status == 303, "no digest")
    check(liaison.submit(cell, "/claim").status == 303, "claim")
    r = row(b, "ana@example.org")
    check(r["gather"] and r["state"] == "waiting" and r["due"].endswith(":00:00Z"), f"not for the digest: {r}")
    check(verifier.submit("/account/mail", "/account/mail/set", email="ana@example.org", pace="none").status == 303, "none")
    check(len([m for m in all_of(b) if m["email"] == "ana@example.org"]) == 1, "what was not wanted any more is still there")


def tls_from_the_first_byte():
    b = run(exim().settings(smtp=f"smtps://localhost:{exim().tls_port}"))
    remind(b, "smtps@example.org")
    becomes(b, "smtps@example.org", state="sent")
    awaited("the mail", lambda: received("smtps@example.org"))


def without_starttls_nothing_is_said():
    p = Plain(silent=False)
    b = run(exim().settings(smtp=f"smtp://localhost:{p.port}"))
    remind(b, "clear@example.org")
    r = becomes(b, "clear@example.org", state="waiting", why="server_offers_no_TLS")
    check(r["tries"] == 1, f"{r}")
    check(p.heard and all(re.match(r"(EHLO|QUIT)", h) for h in p.heard), f"said in clear: {p.heard}")
    p.end()


def a_strange_certificate_is_refused():
    other = os.path.join(exim().dir, "other")
    os.mkdir(other)
    authority(other, "Another authority")
    b = run(exim().settings(smtp_ca_file=os.path.join(other, "ca.pem")))
    remind(b, "strange@example.org")
    becomes(b, "strange@example.org", state="waiting", why="certificate_is_not_trusted", tries=1)
    b = run(exim().settings(smtp=f"smtp://127.0.0.1:{exim().port}"))        # the certificate is for localhost
    remind(b, "name@example.org")
    becomes(b, "name@example.org", state="waiting", why="certificate_is_not_trusted", tries=1)
    check(not received("strange@example.org") and not received("name@example.org"), "it was sent all the same")


def a_wrong_password_is_no_refusal_of_the_mail():
    wrong = os.path.join(exim().dir, "wrong")
    with open(wrong, "w", encoding="ascii") as f:
        f.write("not the secret\n")
    b = run(exim().settings(smtp_password_file=wrong))
    remind(b, "password@example.org")
    becomes(b, "password@example.org", state="waiting", why="server_refuses_the_sign-in", tries=1)
    check("not the secret" not in town().errors(), "the password is in the log")


def a_silent_server_blocks_nobody():
    p = Plain(silent=True)
    b = run(exim().settings(smtp=f"smtp://localhost:{p.port}"))
    remind(b, "silent@example.org")
    awaited("the sender to call", lambda: p.open)
    check(b.get("/directive").status == 200, "a page does not come")
    remind(b, "silent-2@example.org")                                   # a write goes on, too
    town().stop()                                                        # while the server still says nothing
    p.end()
    b = run("")
    check(row(b, "silent@example.org")["tries"] == 0, "the try was not given up at the stop, but ran out")
    b = run(exim().settings())                                           # and the next start goes on with it
    for a in ("silent@example.org", "silent-2@example.org"):
        becomes(b, a, state="sent")
        check(len(awaited("the mail", lambda a=a: received(a))) == 1, "not once")


def come_again_then_yes():
    b = run(exim().settings())
    exim().busy(True)
    remind(b, "busy@example.org")
    r = becomes(b, "busy@example.org", state="waiting", why="server_says_later", tries=1)
    check(r["code"] == 451, f"{r}")
    check(not received("busy@example.org"), "it was sent all the same")
    exim().busy(False)
    check(b.submit("/mail", f"/mail/{r['id']}/retry").status == 303, "it cannot be sent again")
    becomes(b, "busy@example.org", state="sent")
    check(len(awaited("the mail", lambda: received("busy@example.org"))) == 1, "not once")


def no_such_person_is_final():
    b = run(exim().settings())
    remind(b, "unknown-1@example.org")
    r = becomes(b, "unknown-1@example.org", state="failed", why="server_refuses")
    check(r["code"] == 550 and r["tries"] == 1, f"{r}")
    page = b.get("/mail?state=failed").text
    check("unknown-1@example.org" in page and "silent@example.org" not in page, "the filter does not filter")


def after_kill_nine_the_rest_is_sent():
    x = exim()
    x.stop()
    b = run(x.settings())
    remind(b, "killed@example.org")
    becomes(b, "killed@example.org", state="waiting", why="no_answer_of_the_server", tries=1)
    town().kill()
    x.start()
    b = run(x.settings())
    r = row(b, "killed@example.org")
    check(b.submit("/mail", f"/mail/{r['id']}/retry").status == 303, "it cannot be sent again")
    becomes(b, "killed@example.org", state="sent")
    check(len(awaited("the mail", lambda: received("killed@example.org"))) == 1, "not once")


def what_came_back_gets_no_more():
    b = run(exim().settings())
    remind(b, "moved@example.org")
    r = becomes(b, "moved@example.org", state="sent")
    out = town().run("mail", "bounced", f"<{r['id']}@city.example>").stdout
    check("moved@example.org" in out, out)
    check(row(b, "moved@example.org")["why"] == "came_back", "the mail does not say so")
    check([x["email"] for x in b.get("/mail.json").json["returns"]] == ["moved@example.org"], "the address is not listed")
    check("came back" in b.get("/briefing/remind").text, "the preview of letters does not say so")
    r = remind(b, "Moved@example.org")
    check(r["state"] == "withheld" and r["why"] == "came_back", f"{r}")
    check(b.submit("/mail", f"/mail/{r['id']}/retry").status == 303, "it cannot be sent again")
    becomes(b, "Moved@example.org", state="sent")
    check(town().command("mail", "bounced", "nobody").returncode != 0, "a word that is no address is taken")


def without_a_server_nothing_leaves():
    c = town()
    trace = os.path.join(c.folder, "trace")
    b = run("", under=("strace", "-f", "-q", "-e", "trace=connect,sendto,sendmsg", "-o", trace))
    r = remind(b, "nowhere@example.org")
    check(r["state"] == "waiting" and r["tries"] == 0, f"{r}")
    check("nothing leaves this machine" in b.get("/mail").text, "the outbox does not say so")
    check("nada sale de esta máquina" in b.get("/es/mail").text, "nor in Spanish")
    c.stop()
    c.under = False
    with open(trace, encoding="utf-8") as f:
        calls = [line for line in f if re.search(r"connect\(|sin_addr|sin6_addr", line)]
    check(not calls, f"it called out: {calls[:5]}")


def an_unknown_key_is_refused_with_its_line():
    c = town()
    c.stop()
    for lines, wanted in (("smtp_sever: x\n", "writ.yaml:3: unknown key"), ('smtp: "http://x"\n', "smtp: expected smtp://"),
                          ('smtp: "smtp://x"\n', "smtp_from: expected"), ('smtp: "smtp://u:p@x"\nsmtp_from: "a@b.example"\n', "smtp: user and password"),
                          ('smtp: "smtp://x"\nsmtp_from: "a@b.example"\nsmtp_user: "u"\n', "smtp_user: a user"),
                          ('smtp: "smtp://x"\nsmtp_from: "a@b.example"\nsmtp_ca_file: "/nowhere"\n', "/nowhere cannot be read")):
        with open(os.path.join(c.data, "writ.yaml"), "w", encoding="utf-8") as f:
            f.write(shared["yaml"] + lines)
        p = c.command("check")
        check(p.returncode != 0 and wanted in p.stderr, f"{lines}: {p.stderr}")


def who_may_not_read_it_does_not():
    b = run("")
    check(Browser(town().port).get("/mail").status in (303, 401, 403), "the public reads the outbox")
    other = signed_in("rap-liaison")
    check(other.get("/mail").status == 403, "a liaison reads the outbox")
    check(other.submit("/account/mail", "/account/mail/set", email="a b@example.org", pace="daily").status == 422, "a wrong address is taken")
    check(other.submit("/account/mail", "/account/mail/set", email="own@example.org", pace="daily").status == 303, "an address is refused")
    check("own@example.org" in other.get("/account/mail").text, "it is not kept")
    check(b.get("/mail").status == 200, "the Mayor's Office does not read it")


def a_demonstration_sends_nothing_whatever_is_set_up():
    c = City()
    try:
        with open(os.path.join(c.data, "writ.yaml"), "a", encoding="utf-8") as f:
            f.write(exim().settings())
        before = len(exim().mails())
        c.start()
        b = c.browser().enter("mayor")
        check(b.submit("/briefing/remind", "/briefing/remind", confirm="true").status == 303, "no reminder")
        rows = all_of(b)
        check(len(rows) > 5 and all(m["state"] == "withheld" and m["why"] == "demonstration" and m["email"].endswith("@example.org") for m in rows), f"{rows[:2]}")
        page = b.get("/mail")
        check("never sent" in page.text and page.text.count("<pre") == len(rows) and "/retry" not in page.text, "the page does not show them to be read")
        c.stop()
        check(len(exim().mails()) == before, "it was sent")
    finally:
        c.end()


def two_servers_send_each_mail_once():
    url = subprocess.run([os.path.join(ROOT, "test/pg"), "database", os.environ["WRIT_TEST_PG"]], capture_output=True, text=True, check=True).stdout.strip()
    c = City(url=url)
    c.stop()
    subprocess.run(["/usr/lib/postgresql/15/bin/psql", "-q", url, "-c", "UPDATE city_city SET demo_at = 0"], check=True)   # its people, as a real city
    with open(os.path.join(c.data, "writ.yaml"), "a", encoding="utf-8") as f:
        f.write(exim().settings())
    second = None
    try:
        c.start()
        second = subprocess.Popen([WRIT, "serve", "--data", c.data, "--listen", f"127.0.0.1:{c.port + 100}"], stderr=subprocess.DEVNULL)
        awaited("the second server", lambda: answers(c.port + 100))
        b = c.browser().sign_in("mayor", re.search(r"^\s*mayor\s+(\S+)", c.passwords, re.M).group(1))
        check(b.submit("/briefing/remind", "/briefing/remind", confirm="true").status == 303, "no reminder")
        rows = awaited("all to be sent", lambda: [m for m in all_of(b) if m["state"] == "sent"] if all(m["state"] == "sent" for m in all_of(b)) else None)
        check(len(rows) > 5, f"{len(rows)} mails")
        ids = awaited("all mails", lambda: (lambda got: got if len(got) >= len(rows) else None)(
            [m["Message-ID"] for m in exim().mails() if m["Message-ID"][1:33] in {r["id"] for r in rows}]))
        check(sorted(ids) == sorted(set(ids)) and len(ids) == len(rows), f"{len(ids)} arrived of {len(rows)}")
    finally:
        if second:
            second.terminate()
            second.wait(60)
        c.end()


def all_of(b):
    return b.get("/mail.json").json["mails"]


def answers(port):
    try:
        return Browser(port).get("/").status == 200
    except OSError:
        return False


TESTS = [a_reminder_arrives_whole, the_cell_shows_the_reminder, a_letter_speaks_the_language_of_its_reader, a_claim_and_its_outcome_tell_whom_they_concern,
         tls_from_the_first_byte, without_starttls_nothing_is_said,
         a_strange_certificate_is_refused, a_wrong_password_is_no_refusal_of_the_mail, a_silent_server_blocks_nobody, come_again_then_yes, no_such_person_is_final,
         after_kill_nine_the_rest_is_sent, what_came_back_gets_no_more, without_a_server_nothing_leaves, an_unknown_key_is_refused_with_its_line,
         who_may_not_read_it_does_not, a_demonstration_sends_nothing_whatever_is_set_up, two_servers_send_each_mail_once]

if __name__ == "__main__":
    try:
        code = main(TESTS)
    finally:
        for key in ("city", "exim"):
            if key in shared:
                shared[key].end()
    sys.exit(code)
