"""Numbers that make no sense end a command in one sentence, before it does anything."""

import pytest

from dynet import bench, calibrate, compare, curate, emphasis, evaluate, sheet, train


@pytest.mark.parametrize("command, words", [
    (train, "run --photos p --minutes 0"), (train, "run --photos p --steps -1"), (train, "run --photos p --threads 0"), (train, "run --photos p --workers -1"),
    (train, "run --photos p --batch-scale nan"), (train, "run --photos p --lr nan"), (train, "run --photos p --lr-matrix -1"), (train, "run --photos p --every nan"), (emphasis, "w --photos p --size 100"), (emphasis, "w --photos p --count 0"),
    (sheet, "out --photos p --count 0"), (calibrate, "m --photos p --tests t --limit 0"), (evaluate, "w --tests t --count -1"),
    (compare, "write f --tests t --count 0"), (curate, "p --out o --limit-mb nan"), (bench, "w r --tile 60"),
])
def test_numbers_that_make_no_sense(command, words, capsys):
    with pytest.raises(SystemExit):
        command.main(words.split())
    assert f"argument {words.split()[-2]}: {words.split()[-1]} is not" in capsys.readouterr().err
