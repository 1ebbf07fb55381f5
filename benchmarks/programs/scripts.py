"""What people use today: scripts that dispose versions, without a look before and without a guard.

`python scripts.py one-by-one FILE` and `python scripts.py hundreds FILE`; FILE is JSON, package to versions.
"""

import json
import sys
from pathlib import Path

import boto3

PLACE = {"domain": "acme", "repository": "npm-store", "format": "npm"}
MOST_VERSIONS = {"one-by-one": 1, "hundreds": 100}

client = boto3.client("codeartifact")
size = MOST_VERSIONS[sys.argv[1]]
for package, versions in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")).items():
    for start in range(0, len(versions), size):
        client.dispose_package_versions(**PLACE, package=package, versions=versions[start : start + size])
