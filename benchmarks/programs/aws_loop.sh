#!/bin/sh
# What people use today: the AWS CLI in a loop. Each line of the input is a package and a version.
set -eu
while read -r package version; do
    aws codeartifact dispose-package-versions --domain acme --repository npm-store --format npm \
        --package "$package" --versions "$version" >/dev/null
done
