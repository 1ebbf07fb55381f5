"""Loads the manifests of a folder with PyYAML's C safe loader, and does nothing else."""

import sys
from pathlib import Path

import yaml

loaded = [yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader) for file in sorted(Path(sys.argv[1]).iterdir())]
