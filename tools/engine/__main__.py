"""`python -m tools.engine`: get the engine, and print the folder of its programs."""

import os

from tools.engine.obtain import obtain_engine
from tools.messages import run_as_program

run_as_program(lambda: print(obtain_engine(os.environ)))
