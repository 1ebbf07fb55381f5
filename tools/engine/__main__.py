"""Get the Pulumi engine and print the folder of its programs: `python -m tools.engine`."""

import os
import sys

from tools.engine.obtain import obtain_engine
from tools.messages import SetUpError

if __name__ == "__main__":
    try:
        print(obtain_engine(os.environ))
    except SetUpError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
