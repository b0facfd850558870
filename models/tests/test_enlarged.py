"""Rain is measured on pictures that are larger, of the same place."""

import numpy as np

from dynet import enlarged


def test_enlarged_picture_is_the_middle_twice_as_large():
    scene = np.zeros((400, 480, 3), np.float32)
    scene[180:220, 220:260] = 1  # its middle
    for times in (1, 2, 4):
        found = enlarged.enlarged(scene, times)
        assert found.shape == (enlarged.SIDE, enlarged.SIDE, 3)
        assert abs(float(found.mean()) - (40 * times / enlarged.SIDE) ** 2) < 0.003
        assert abs(float(found.mean(axis=(1, 2)).argmax()) - enlarged.SIDE / 2) <= 20 * times


def test_missing_test_sets_are_told_in_one_sentence(tmp_path, capsys):
    assert enlarged.main(["ema.pt", "--tests", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
