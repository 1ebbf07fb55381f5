import os, pathlib, subprocess, sys
def cli(*a, cwd, timeout=60):
    try:
        x = subprocess.run([sys.executable, "-m", "packagestate.provider.cli", *a], cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout, env={**os.environ, "PYTHONPATH": str(pathlib.Path(__file__).parents[1])})
    except subprocess.TimeoutExpired:
        return "TIMEOUT", ""
    return x.returncode, x.stdout
