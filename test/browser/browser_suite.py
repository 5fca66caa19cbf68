#!/usr/bin/env python3
"""browser_suite.py [--all] -- pages in a real Chromium: each template once, as the role that sees most (all: as every role).
The browser's part is browser.mjs; here are the city, the plan, and the language that is made up to be long and to run from
right to left. Writes TAP."""
import os
import re
import subprocess
import sys

from chromium import HERE, NODE, run_on
from city import BY_ACT, ROOT, City, crawl  # its folder is known by chromium.py

MIRRORED = "ar"
SHEETS = [{"url": lang + url, "pages": 1} for lang in ("", "/es") for url in ("/counter/card", "/counter/at/dem0-1apt-0000-0001/card", "/counter/branches/n6", "/counter/branches/n6c1",
                                                                              "/counter/whole", "/counter/step/n6s3")] + [{"url": "/counter/branches", "pages": 11}]


def longer(text):
    """Letters of a script from right to left before and after, a third more of them; holes and markup stay."""
    return "מב " + text + " " + "קל" * max(1, len(text) // 6)


def made_up(*catalogues):
    out = {"": f'msgid ""\nmsgstr "Language: {MIRRORED}\\nContent-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'}
    for path in catalogues:
        with open(path, encoding="utf-8") as f:
            for one, many in re.findall(r'^msgid "(.+)"\n(?:msgid_plural "(.*)"\n)?', f.read(), re.M):
                if many:
                    out[one] = f'msgid "{one}"\nmsgid_plural "{many}"\nmsgstr[0] "{longer(one)}"\nmsgstr[1] "{longer(many)}"\n'
                else:
                    out[one] = f'msgid "{one}"\nmsgstr "{longer(one)}"\n'
    return "\n".join(out.values())


def page_name(path):
    return re.sub(r"\W+", "_", path).strip("_") or "front"


def plan_of(city, everyone):
    cookies, pages, found = {"": None}, [], crawl(city)
    link = re.search(r"(/invitation/[\w-]{43})", city.run("user", "add", "newcomer", "--role", "worker", "--invite").stdout).group(1)   # a token goes to one person, by no link
    found["/invitation/{token}"][""] = (link, len(city.browser().get(link).body))
    missed = [path for path, whose in found.items() if not whose and path not in BY_ACT]
    print(f"{'not ok' if missed else 'ok'} 1 - every_template_is_visited" + "".join(f"\n# nobody comes to {path} by a link" for path in missed), flush=True)
    for path, whose in found.items():
        if not whose:
            continue
        most = sorted(whose, key=lambda login: (-whose[login][1], login))
        for login in most if everyone else most[:1]:
            if login not in cookies:
                cookies[login] = next(iter(city.browser().enter(login).cookies.items()))
            pages.append({"name": page_name(path), "login": login, "url": whose[login][0], "cookie": cookies[login]})
    return {"shots": os.path.join(ROOT, "build", "shots"), "mirrored": MIRRORED, "whole": not everyone, "pages": pages, "sheets": SHEETS}


def main():
    city = City()
    try:
        po = os.path.join(city.data, "po")
        with open(os.path.join(po, MIRRORED + ".po"), "w", encoding="utf-8") as f:
            f.write(made_up(os.path.join(ROOT, "po", "es.po"), os.path.join(po, "es.po")))
        city.start()
        rc = subprocess.run([NODE, os.path.join(HERE, "read_back.mjs"), f"http://127.0.0.1:{city.port}"], check=False).returncode
        return run_on(city, "browser.mjs", **plan_of(city, "--all" in sys.argv)) or rc
    finally:
        city.end()


if __name__ == "__main__":
    sys.exit(main())
