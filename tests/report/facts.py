"""What renderings of a plan say, read from each of them alone and put in the same words.

A fact of a transition is: repository, package, version, from, to, whether it can be undone, what is not known of it,
reason, revision. Renderings that take things together show no revision; theirs are compared without.
"""

import html
import json
import re
from collections.abc import Iterator

from packagestate.provider.plan.changes import ORIGIN_KEY
from packagestate.schemas.errors import printable

Fact = tuple[str, ...]
REVISION = 8

_HEADING = re.compile(r"(\S+) \((\w+)\) in (.+)")
_ROW = re.compile(
    r"  (\S+) +(\w+ -> \w+) +(cannot be undone|can be undone|not back to Unfinished) *"
    r"(?:  ((?:loosens|not documented by AWS|overrides \w+)(?:, (?:not documented by AWS|overrides \w+))*))?"
    r"(?:  \"(.*?)\")?(?:  .+? overrides \S+)?(?:  revision (\S+))?"
)
_WAITING = re.compile(r"    (\S+) +to (\w+)(?: +\"(.*)\")?")


def facts_of_text(text: str) -> Iterator[Fact]:  # noqa: C901 - a case for each kind of line
    """What the text says that has a line for each version, short or in full."""
    repositories, package = [""], ""
    warning = ""
    for line in text.split("\n"):
        if found := _HEADING.fullmatch(line):
            package, repositories = found[1], found[3].split(", ")
        elif found := _ROW.fullmatch(line):
            for repository in repositories:
                yield (
                    *(repository, package, found[1], *found[2].split(" -> "), found[3], found[4] or ""),
                    *(found[5] or "", found[6] or ""),
                )
        elif line.startswith(f"  {ORIGIN_KEY}: "):
            yield from (("origin", each, package, line.removeprefix(f"  {ORIGIN_KEY}: ")) for each in repositories)
        elif found := re.fullmatch(r"  may return: the next request may fetch (.+) from upstream again; .*", line):
            for repository in repositories:
                yield from (("may return", repository, package, version) for version in found[1].split(", "))
        elif found := re.fullmatch(r"  warning: (.+?)(?:, [0-9]+ times.*)?", line):
            warning = found[1]
        elif warning and line.startswith("    "):
            yield "warning", warning, line.strip()
        elif (found := _WAITING.fullmatch(line)) and not warning:
            yield "waiting", repositories[0], package, found[1], found[2], found[3] or ""


def facts_of_markdown(text: str) -> Iterator[Fact]:  # noqa: C901, PLR0912 - a case for each kind of line
    """What a comment says that names every version."""
    repositories, package = [""], ""
    warning = ""
    for line in text.split("\n"):
        plain = html.unescape(re.sub("</?code>", "", line))
        cells = [html.unescape(re.sub("</?code>", "", cell)) for cell in line[2:-2].split(" | ")]
        if found := re.fullmatch(r"#### (\S+) \(\w+\) in (\S+)", plain):
            package, repositories = found[1], [found[2]]
        elif line.startswith("| <code>") and len(cells) == 6 and repositories != [""]:
            version, before, after, verdict, reason, revision = cells
            yield repositories[0], package, version, before, after, *_split(verdict), reason, revision
        elif line.startswith("#### "):
            heading = plain.removeprefix("#### ")
        elif line.startswith("| <code>"):
            name, where, versions, _, what, reason = cells
            transition, *words = what.split(", ")
            verdict, caution = _split(", ".join((*([] if "not back to Unfinished" in words else [heading]), *words)))
            for repository in where.split(", "):
                for version in versions.split(", "):
                    yield (
                        *(repository, name.partition(" ")[0], version, *transition.split(" -> "), verdict, caution),
                        *(reason, ""),
                    )
        elif plain.startswith(f"- {ORIGIN_KEY}: "):
            yield "origin", repositories[0], package, plain.removeprefix(f"- {ORIGIN_KEY}: ")
        elif found := re.fullmatch(rf"- (\S+) \(\w+\) in (.+): {ORIGIN_KEY}: (.+)", plain):
            yield from (("origin", each, found[1], found[3]) for each in found[2].split(", "))
        elif plain.startswith("- may return from upstream: "):
            for version in re.findall("<code>(.+?)</code>", line):
                yield "may return", repositories[0], package, html.unescape(version)
        elif found := re.fullmatch(r"- (\S+) \(\w+\) in (.+): may return: the next .*? fetch (.+) from up.*", plain):
            for repository in found[2].split(", "):
                yield from (("may return", repository, found[1], version) for version in found[3].split(", "))
        elif found := re.fullmatch(r"\*\*Warning: (.+?)(?:, [0-9]+ times.*)?\*\*", plain):
            warning = found[1]
        elif warning and plain.startswith(("> - ", "> hint: ")):
            yield "warning", warning, plain.removeprefix("> ").removeprefix("- ")


def _split(verdict: str) -> tuple[str, str]:
    words = verdict.split(", ")
    return words[0], ", ".join(words[1:])


def facts_of_json(text: str) -> Iterator[Fact]:
    """What a document says."""
    document = json.loads(text)
    for package in document["packages"]:
        owner = f" of {package['domainOwner']}" if package["domainOwner"] else ""
        place = f"{package['domain']}/{package['repository']}{owner}", printable(package["written"])
        for each in package["transitions"]:
            back = "not back to Unfinished" if each["before"] == "Unfinished" else "can be undone"
            verdict = "cannot be undone" if each["irreversible"] else back
            doubt = "not documented by AWS" if each["evidence"] == "undocumented" else ""
            outranked = each["declared"]["overrides"]
            over = f"overrides {outranked['status']}" if outranked else ""
            doubt = ", ".join(filter(None, ("loosens" if each["loosens"] else "", doubt, over)))
            reason = printable(each["declared"]["reason"] or "")
            yield (
                *(*place, printable(each["version"]), each["before"], each["after"], verdict, doubt, reason),
                printable(each["revision"]),
            )
        for each in package["waiting"]:
            said = each["declared"]
            yield "waiting", *place, printable(each["version"]), said["status"], printable(said["reason"] or "")
        for version in package["mayReturn"]:
            yield "may return", *place, printable(version)
        if package["origin"]:
            states = [package["origin"]["before"], package["origin"]["after"]]
            said = [f"publish {each['publish']}, upstream {each['upstream']}" if each else "absent" for each in states]
            yield "origin", *place, " -> ".join(said)
    for warning in document["warnings"]:
        where = f"{warning['file']}:{warning['line']}:{warning['column']}: " if warning["file"] else ""
        yield "warning", warning["summary"], printable(where + warning["detail"])
        yield "warning", warning["summary"], f"hint: {warning['hint']}"


def without_revisions(facts: set[Fact]) -> set[Fact]:
    """The same facts as renderings say them that take things together: a revision is no part of them."""
    return {fact[:REVISION] if len(fact) > REVISION else fact for fact in facts}
