"""GCJ-02 out of WGS-84: the reference values of eviltransform, which have been compared with the maps of Chinese services."""

import pytest

from boards.rules.locations.datum import gcj02


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),  # Shanghai
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),  # Shenzhen
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),  # Beijing
    ],
)
def test_in_china_the_known_offset_is_added(wgs, gcj):
    assert gcj02(*wgs) == pytest.approx(gcj, abs=1e-6)


@pytest.mark.parametrize("place", [(39.739200, -104.990300), (-34.397, 150.644), (48.8566, 2.3522)])
def test_elsewhere_nothing_is_added(place):
    assert gcj02(*place) == place
