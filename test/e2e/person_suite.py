#!/usr/bin/env python3
"""person_suite.py -- people who are who they say: second factor, invitations, sessions, proof before what is hard to undo."""
import base64
import os
import re
import subprocess
import sys

from city import City, WRIT, check, code, main

PASSWORD = "correct horse battery"
city = None
secrets = {}


def add(login, role, *more):
    p = subprocess.run([WRIT, "user", "add", login, "--role", role, "--data", city.data, *more], input=PASSWORD + "\n",
                       capture_output=True, text=True, timeout=120, check=False)
    check(p.returncode == 0, p.stderr[-500:])


def sign_in(login, password=PASSWORD, secret=""):
    b = city.browser()
    a = b.submit("/sign-in", "/sign-in/enter", login=login, password=password, code=secret)
    return b, a


def enrol(b):
    """From the first button to the last; returns secret and recovery codes."""
    check(b.submit("/account/second-factor", "/begin").status == 303, "begin")
    page = b.get("/account/second-factor.json").json
    wrong = b.submit("/account/second-factor", "/confirm", code="12345")
    check(wrong.status == 422, f"a wrong code: {wrong.status}")
    check(b.submit("/account/second-factor", "/confirm", code=code(page["secret"])).status == 303, "confirm")
    return page["secret"], [c["code"] for c in page["codes"]]


def a_role_is_led_to_its_second_factor():
    add("max", "admin")
    b, a = sign_in("max")
    check(a.status == 303 and a.headers["location"] == "/account/second-factor", f"{a.status} {a.headers.get('location')}")
    page = b.get("/people")
    check(page.status == 303 and page.headers["location"].endswith("/account/second-factor"), f"/people: {page.status}")
    check(b.get("/people.json").status == 403, "and a program is told")
    check("Your role needs a second factor" in b.get("/account/second-factor").text, "the page says why")
    secrets["max"], secrets["max codes"] = enrol(b)
    check(len(set(secrets["max codes"])) == 10 and all(len(c) == 29 for c in secrets["max codes"]), str(secrets["max codes"]))
    check(b.get("/people").status == 200, "and then all is open")
    doc = b.get("/account/second-factor.json").json
    check(doc["on"] and doc["left"] == 10 and not doc["waiting"] and "codes" not in doc, str(doc))
    check(secrets["max"].replace(" ", "") not in b.get("/account/second-factor").text, "the secret is shown no more")


def the_picture_is_there():
    add("ida", "worker")
    b, _ = sign_in("ida")
    check(b.submit("/account/second-factor", "/begin").status == 303, "begin")
    page = b.get("/account/second-factor")
    check("<svg" in page.text and page.text.count("h1v1h-1z") > 200, "a QR code")
    check("otpauth://totp/writ:ida?secret=" in b.get("/account/second-factor.json").json["uri"], "its address")


def a_code_is_needed_and_used_once():
    _, a = sign_in("max")
    check(a.status == 422 and "do not match" in a.text, f"no code: {a.status}")
    _, a = sign_in("max", secret="000000")
    check(a.status == 422, f"a wrong code: {a.status}")
    now = code(secrets["max"], 1)
    _, a = sign_in("max", secret=now[:3] + " " + now[3:])
    check(a.status == 303, f"the code: {a.status}")
    _, a = sign_in("max", secret=now)
    check(a.status == 422 and "do not match" in a.text, f"the code again: {a.status}")


def a_recovery_code_is_used_once():
    one = secrets["max codes"][0]
    b, a = sign_in("max", secret=one.upper().replace("-", " "))
    check(a.status == 303, f"a recovery code: {a.status}")
    check(b.get("/account/second-factor.json").json["left"] == 9, "it is spent")
    _, a = sign_in("max", secret=one)
    check(a.status == 422, f"again: {a.status}")


def an_invitation_from_the_command_line():
    said = city.run("user", "add", "noor", "--role", "worker", "--invite", "--url", "https://city.example").stdout
    link = re.search(r"https://city\.example(/invitation/[\w-]{43})\n", said)
    check(link, said)
    secrets["link"] = link[1].rsplit("/", 1)[1]
    b = city.browser()
    check(b.submit(link[1], "/accept", password=PASSWORD, password_again=PASSWORD).status == 303, "accept")
    check(b.get("/account").status == 200, "and in")
    check("used already" in city.browser().get(link[1]).text, "used")
    again = city.command("user", "invite", "noor")
    check(again.returncode == 3 and "has a password" in again.stderr, again.stderr)


def nothing_secret_lies_in_the_files():
    """Every byte of the data directory and of the log of the server; the key file alone is secret."""
    raw = base64.b32decode(secrets["max"].replace(" ", ""))
    wanted = [PASSWORD.encode(), raw, secrets["max"].replace(" ", "").encode(), secrets["max"].encode(), secrets["link"].encode()]
    wanted += [c.encode() for c in secrets["max codes"]] + [c.replace("-", "").encode() for c in secrets["max codes"]]
    seen = 0
    for folder, _, files in os.walk(city.folder):
        for name in files:
            with open(os.path.join(folder, name), "rb") as f:
                data = f.read()
            seen += len(data)
            for w in wanted:
                check(w not in data, f"{name} holds a secret")
    check(seen > 500000, f"{seen} bytes")


def the_operator_resets_a_second_factor():
    check(city.command("user", "reset-factor", "nobody").returncode == 7, "nobody")
    city.run("user", "reset-factor", "max")
    b, a = sign_in("max")
    check(a.status == 303 and a.headers["location"] == "/account/second-factor", "the password alone leads to a new one")
    check(b.get("/people").status == 303, "and to nothing else")
    check("Every fact is the one that was logged" in city.run("verify").stdout, "and the record says so")


if __name__ == "__main__":
    city = City(demo=False).start()
    try:
        rc = main([a_role_is_led_to_its_second_factor, the_picture_is_there, a_code_is_needed_and_used_once, a_recovery_code_is_used_once,
                   an_invitation_from_the_command_line, nothing_secret_lies_in_the_files, the_operator_resets_a_second_factor])
    finally:
        city.end()
    sys.exit(rc)
