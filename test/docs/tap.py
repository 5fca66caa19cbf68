"""tap.py -- runs the tests of a document suite, each a function that returns what is wrong as lines, and writes TAP."""
import sys


def run(tests):
    failed = 0
    for number, test in enumerate(tests, 1):
        wrong = test()
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {test.__name__}")
        for line in wrong:
            print("# " + line)
    print(f"1..{len(tests)}")
    sys.exit(1 if failed else 0)
