"""A rule is another one when it means other versions, and the same one when only its words differ."""

from pathlib import Path

import pytest

from packagestate.schemas.load import load

RULES = """\
domain: acme
repositories: [npm-a, npm-b]
format: npm
rules:
  old:
    packages: ["@acme/*", chalk]
    match: {olderThan: 180d}
    status: Archived
    reason: "too old"
"""


def digest(folder: Path, text: str) -> str:
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    (rule,) = load(folder).rules
    return rule.digest


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("too old", "nobody uses it"),
        ('    reason: "too old"\n', ""),
        ('["@acme/*", chalk]', 'chalk, "@acme/*"'.join("[]")),
        ("[npm-a, npm-b]", "[npm-b, npm-a]"),
        ("rules:\n", "rules:\n  # comment\n"),
    ],
)
def test_other_words_make_the_same_rule(tmp_path: Path, before: str, after: str) -> None:
    assert before in RULES
    assert digest(tmp_path, RULES.replace(before, after)) == digest(tmp_path, RULES)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("domain: acme", "domain: other"),
        ("domain: acme", 'domain: acme\ndomainOwner: "123456789012"'),
        ("[npm-a, npm-b]", "[npm-a]"),
        ("format: npm", "format: pypi"),
        ('["@acme/*", chalk]', "[chalk]"),
        ("180d", "181d"),
        ("olderThan: 180d", "olderThan: 180d, prerelease: false"),
        ("status: Archived", "status: Unlisted"),
        ("status: Archived", "status: Archived\n    atMost: 5"),
        ("status: Archived", "status: Archived\n    allowEmpty: true"),
        ("match: {olderThan: 180d}\n    status: Archived", "keep: {latest: 5}"),
    ],
)
def test_other_versions_make_another_rule(tmp_path: Path, before: str, after: str) -> None:
    assert before in RULES
    text = RULES.replace(before, after)
    text = text.replace('"@acme/*"', "acme") if "pypi" in text else text
    assert digest(tmp_path, text) != digest(tmp_path, RULES)
