"""Fail where a browser found something wrong with the site: python report.py REPORT."""

import json
import sys
from pathlib import Path

report = json.loads(Path(sys.argv[1]).read_text("utf-8"))
found = report["summary"]
faults = {
    "accessibility violations": found["wcagViolations"] + found["bestPracticeViolations"],
    "contrast violations on dark": found["darkContrastViolations"],
    "requests to other hosts": found["externalRequests"],
    "figures without alt text": found["images"]["missing"] + found["images"]["placeholder"],
    "tables without caption": found["tables"]["withoutCaption"],
    "tables without scope": found["tables"]["withoutScope"] + found["tables"]["emptyHeaders"],
    "headings that skip a level": found["headingSkips"],
    "pages without exactly one h1": found["pages"] - found["pagesWithOneH1"],
    "pages wider than a phone": len(found["phoneOverflow"]) + len(found["reflow320Overflow"]),
    "broken links": found["brokenLocalLinks"] + found["badAnchors"],
    "missing files": sum(len(page["localMissing"]) for page in report["pages"]),
    "errors in the console": found["scriptErrors"],
    "boxes cut in print": found["printCutBoxes"],
}
for name, count in faults.items():
    print(f"  {count:3} {name}")
for page in report["pages"]:
    for rule in page["axe"]["wcag"]["byRule"] + page["axe"]["bestPractice"]["byRule"]:
        print(f"  {page['page']}: {rule['id']}: {rule['help']}")
sys.exit(1 if any(faults.values()) or not found["pages"] else 0)
