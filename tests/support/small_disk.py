"""A disk that is soon full."""

# So much may a process write to a file; what the disk says of that is what it says when it is full.
SMALL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
from packagestate.provider.cli import main
sys.exit(main(sys.argv[1:]))
"""
