"""One resource for each version of the manifest."""

from pathlib import Path

import yaml
from single_version import Version

manifest = yaml.load(Path("packages/manifest.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
for package, body in manifest["packages"].items():
    for version, status in body["versions"].items():
        Version(package, version, status)
