"""``python -m onrecord.publish``: run notebooks and build the site."""

import sys

from onrecord.publish.site import main

if __name__ == "__main__":
    sys.exit(main())
