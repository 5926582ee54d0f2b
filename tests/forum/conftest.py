"""The tests of the ground know every table."""

from importlib import import_module
from pkgutil import walk_packages

import boards
import forum
import moderation
import search

for package in (forum, boards, moderation, search):  # every table is known, whether the program uses it yet or not
    for module in walk_packages(package.__path__, package.__name__ + "."):
        if module.name.endswith("models"):
            import_module(module.name)
