"""Create the virtual environment that everything else is installed into.

The only file here that every version of Python must be able to run, so that one
that is too old can report it.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Edition needs Python 3.11 or newer; %s is %d.%d.\n"
        "Name another one like this: make PYTHON=python3.12 serve"
        % ((sys.executable,) + sys.version_info[:2])
    )

try:
    import ensurepip
    import venv
except ImportError:
    sys.exit(
        "%s cannot create virtual environments: its venv module is missing.\n"
        "On Debian or Ubuntu, install it with: apt-get install python3-venv" % sys.executable
    )

venv.create(sys.argv[1], clear=True, with_pip=True)
