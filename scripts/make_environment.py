"""Make the virtual environment everything else is installed into.

The only file here that any Python must be able to read, so that one that is
too old can say so.
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
        "%s cannot make virtual environments: a part of it is missing.\n"
        "On Debian or Ubuntu, install it with: apt-get install python3-venv" % sys.executable
    )

venv.create(sys.argv[1], clear=True, with_pip=True)
