"""Put into the wheel what a new site begins with and the repository keeps elsewhere; all else is in pyproject.toml.

The kinds of block and ``hooks/events.py`` are files of this repository's own site, and ``desk init`` writes the same
for another. Under ``proofdesk/starter/`` they are copied into the wheel, and not kept twice in the repository.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
# By the name below proofdesk/starter/; proofdesk/desk/starting/shipped.py finds the same files in a clone.
FROM_REPOSITORY = {
    "blocks": "hooks/blocks",
    "events.py": "hooks/events.py",
    "changelog.md": "CHANGELOG.md",
    "locked.txt": "requirements/site.txt",
    "locked-browser.txt": "requirements/browser.txt",
}


class BuildPy(build_py):
    """Build the package with the files of ``FROM_REPOSITORY``; an editable install reads them where they are."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for name, source in FROM_REPOSITORY.items():
            target = Path(self.build_lib, "proofdesk", "starter", name)
            if (HERE / source).is_dir():
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(HERE / source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(HERE / source, target)


setup(cmdclass={"build_py": BuildPy})
