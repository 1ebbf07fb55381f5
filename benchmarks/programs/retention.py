"""What people run on a schedule to retire releases: the logic of the retention Lambdas that are passed around.

`python retention.py REPOSITORY COUNT`: of each package the versions are listed, each is described to learn when it was
published, and all but the COUNT newest are archived, one by one. Nobody reads the part of the answer that says what
AWS could not change.
"""

import sys
from datetime import datetime

import boto3

PLACE = {"domain": "acme", "repository": sys.argv[1], "format": "npm"}

client = boto3.client("codeartifact")


def published(package: str, version: str) -> datetime:
    answer = client.describe_package_version(**PLACE, package=package, packageVersion=version)
    time: datetime = answer["packageVersion"]["publishedTime"]
    return time


for page in client.get_paginator("list_packages").paginate(**PLACE):
    for package in [each["package"] for each in page["packages"]]:
        pages = client.get_paginator("list_package_versions").paginate(**PLACE, package=package, status="Published")
        versions = [each["version"] for found in pages for each in found["versions"]]
        newest_first = sorted(versions, key=lambda version: published(package, version), reverse=True)
        for version in newest_first[int(sys.argv[2]) :]:
            client.update_package_versions_status(**PLACE, package=package, versions=[version], targetStatus="Archived")
