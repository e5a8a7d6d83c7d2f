"""For all tests: a home folder of their own, and TensorFlow's C++ chatter off."""

import os
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
_home = tempfile.TemporaryDirectory(prefix="nnviz-tests-", ignore_cleanup_errors=True)
os.environ["NNVIZ_HOME"] = _home.name
