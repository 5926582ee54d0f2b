"""What a province takes: an hour of its cities at their busiest, simulated from what a node was measured to cost.

    python tests/bench/province.py [--cities 100] [--factor 10] [--members 0.2] [--costs FILE]

Each city is an installation of its own, with its own database: nothing is shared between cities but machines. Cities differ in size as those of a province do
(lognormal around Quzhou's platform: 10 million hits, 4,000 threads and 30,000 replies in 20 months), all times `factor`; a tenth of a day's traffic comes in its
busiest hour. A guest's page is sent again as it was until its minute is over or a post changes it, in each web process for itself, as the program does it; a
visitor's page is chosen by Zipf's law. FILE holds the lines that tests/bench/node_costs.py prints. What is assumed and not measured stands in ASSUMED.
"""

import json
import math
import random
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import click

HITS, POSTS, DAYS = 10_000_000, 34_000, 608  # of Quzhou's platform in 20 months
NODES = 2  # of a city
ASSUMED = {
    "part of a day in its busiest hour": 0.1,
    "spread of the cities' sizes (sigma)": 0.8,
    "exponent of Zipf's law": 1.0,
    "pages that are read, for each hundred threads of a year": 100,
    "load of a core that is planned for": 0.5,
    "cores of a machine": 16,
}


@dataclass
class City:
    """Requests and posts a second at the busiest time, and the pages that are read."""

    requests: float
    posts: float
    pages: int


@click.command()
@click.option("--cities", default=100, show_default=True)
@click.option("--factor", default=10.0, show_default=True)
@click.option("--members", default=0.2, show_default=True, help="Part of the requests.")
@click.option("--processes", default=4, show_default=True, help="Web processes of a city, on two nodes.")
@click.option("--costs", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--seed", default=14, show_default=True)
def main(cities, factor, members, processes, costs, seed):
    chance, cost = random.Random(seed), _costs(costs)
    made = [_city(chance, factor) for _ in range(cities)]
    again = [_sent_again(city, members, processes, chance) for city in made]
    for name, value in _summed(made, again, members, cost).items():
        click.echo(f"{name}: {value}")


def _costs(file):
    """{kind: (node, PostgreSQL)} in ms of CPU a request, the middle of the rounds; of `idle` a second."""
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        kind, _, told = line.partition(": ")
        if kind == "idle":
            found[kind] = tuple(json.loads(told.removeprefix("ms a second ")).values())
        elif told.startswith("{"):
            found[kind] = tuple(max(0.0, each["middle"]) for each in json.loads(told).values())
    return found


def _city(chance, factor):
    size = factor * math.exp(chance.gauss(0, ASSUMED["spread of the cities' sizes (sigma)"]))
    busiest = ASSUMED["part of a day in its busiest hour"] / 3600
    threads = 4_000 * 365 / DAYS * size
    pages = max(100, int(threads * ASSUMED["pages that are read, for each hundred threads of a year"] / 100))
    return City(HITS / DAYS * size * busiest, POSTS / DAYS * size * busiest, pages)


def _sent_again(city, members, processes, chance, minutes=2):
    """The part of guests' requests that is answered with the page as it was, over some simulated minutes."""
    weights = list(accumulate(1 / rank ** ASSUMED["exponent of Zipf's law"] for rank in range(1, city.pages + 1)))
    guests = max(1, int(city.requests * (1 - members) * 60 * minutes))
    changes = int(city.posts * 60 * minutes) + 1
    asked = chance.choices(range(city.pages), cum_weights=weights, k=guests)
    changed = {
        chance.randrange(guests): page for page in chance.choices(range(city.pages), cum_weights=weights, k=changes)
    }
    kept, found = set(), 0
    for number, page in enumerate(asked):
        if number % max(1, guests // minutes) == 0:
            kept.clear()  # a minute is over
        if number in changed:
            kept -= {(changed[number], process) for process in range(processes)}
        place = page, chance.randrange(processes)
        found += place in kept
        kept.add(place)
    return found / guests


def _summed(cities, again, members, cost):
    node, database = (NODES * len(cities) * each for each in cost["idle"])
    for city, part in zip(cities, again, strict=True):
        kinds = {
            "guest, page as it was": city.requests * (1 - members) * part,
            "guest, page made": city.requests * (1 - members) * (1 - part),
            "member, page": city.requests * members,
            "reply": city.posts,
        }
        node += sum(often * cost[kind][0] for kind, often in kinds.items())
        database += sum(often * cost[kind][1] for kind, often in kinds.items())
    cores = [spent / 1000 / ASSUMED["load of a core that is planned for"] for spent in (node, database)]
    posts = sum(city.posts for city in cities) * 3600 / ASSUMED["part of a day in its busiest hour"] * 365
    return {
        "requests a second at the busiest time, all cities and the largest": f"{sum(city.requests for city in cities):,.0f}, {max(city.requests for city in cities):,.0f}",
        "posts a second, all cities and the largest": f"{sum(city.posts for city in cities):.1f}, {max(city.posts for city in cities):.2f}",
        "guests' pages sent again as they were, the least and the most of a city": f"{min(again):.0%}, {max(again):.0%}",
        "cores of web nodes and workers, and of PostgreSQL": f"{cores[0]:,.0f}, {cores[1]:,.0f}",
        "machines of 16 cores for both": f"{math.ceil(sum(cores) / ASSUMED['cores of a machine'])}",
        "posts in a year": f"{posts:,.0f}",
    }


if __name__ == "__main__":
    main()
