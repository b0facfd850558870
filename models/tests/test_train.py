"""A run leaves weights and a log, goes on where it stopped however it ended, and refuses what it cannot use."""

import csv
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from small import steps, trainer

from dynet import average, checkpoint, config, data, feed, journal, model, schedule, speed, train, validate

MODELS = Path(__file__).parents[1]


@pytest.mark.parametrize("workers", [0, 2])
def test_resume_is_exact(photos, tmp_path, workers):
    """Eight steps at once equal four steps, a checkpoint, and four more, by whomever the batches are made."""
    begin = lambda: trainer(photos, tmp_path, "--steps", "8", "--batch-scale", "0.2")
    whole, crops = begin()
    steps(whole, crops, 8)
    half, crops = begin()
    steps(half, crops, 4, workers)
    checkpoint.write(half.state(), tmp_path / "checkpoint.pt")
    rest, crops = begin()
    rest.resume(checkpoint.read(tmp_path / "checkpoint.pt", trusted=True))
    steps(rest, crops, 4, workers)
    for key, value in whole.average.items():
        assert torch.equal(value, rest.average[key]), key


def test_workers_share_the_photographs(photos, monkeypatch):
    """However Python starts processes, from 3.14 on without the memory of the first."""
    crops = data.Crops(data.find_photos([photos]), 1)
    monkeypatch.setattr(multiprocessing.context._default_context, "_actual_context", multiprocessing.get_context("forkserver"))
    order = feed.Order(0, (schedule.Portion(16, 2),), False)
    assert sum(len(b.clean) for b in next(feed.batches(crops, iter([order]), 1))) == 2


def test_run_leaves_weights_and_a_log(run):
    rows = list(csv.DictReader(open(run / "log.csv")))
    assert rows[-1]["steps"] == "6" and float(rows[-1]["gaussian"]) > 0
    assert checkpoint.load(run / "ema.pt").config.width == 8


def test_the_log_names_columns_that_came_later(tmp_path):
    """A run that goes on with --validate has its figures under their names."""
    state = SimpleNamespace(spent=60, steps=1, pictures=2, pixels=3)
    for figures in ({}, {"rain s": 30.0}):
        journal.Log(tmp_path / "log.csv").row(state, schedule.Moment(0.5), figures)
    rows = list(csv.DictReader(open(tmp_path / "log.csv")))
    assert [row["rain s"] for row in rows] == ["", "30.00"] and not any(None in row for row in rows)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_replay_without_a_gpu_is_refused(capsys):
    with pytest.raises(SystemExit):
        train.settings(["run", "--photos", "photos", "--replay"])
    assert "leave it out" in capsys.readouterr().err


def test_speed_without_its_weights_is_one_clear_sentence(capsys):
    assert speed.main(["--start", "missing.pt", "--no-compile"]) == 1
    assert capsys.readouterr().err.startswith("dynet.speed: missing.pt")


def test_speed_tells_steps_and_pieces(capsys):
    assert speed.main(["--preset", "tiny", "--crops", "0:16x2", "--no-compile", "--groups", "8", "--threads", "2"]) == 0
    said = capsys.readouterr().out
    assert "2 crops of 16 pixels at L" in said and "level 4, block" in said


def test_quick_validation_is_empty_without_a_folder():
    assert validate.quick(None, "tiny")({}) == {}


def test_pictures_smaller_than_the_crop_are_validated_whole():
    assert validate.middle(torch.zeros(240, 400, 3)).shape == (240, 256, 3)


@pytest.mark.parametrize("prepare, message", [
    (lambda path: path.write_bytes(b"not a checkpoint"), "damaged, or no checkpoint .*: name an ema.pt"),
    (lambda path: None, "does not exist"),
    (lambda path: checkpoint.write({"preset": "tiny"}, path), "holds no weights"),
    (lambda path: torch.save([1, 2], path), "holds no weights"),
    (lambda path: checkpoint.write_weights({"embed.weight": torch.zeros(3)}, "tiny", path), "another configuration"),
])
def test_bad_weights_are_one_clear_sentence(tmp_path, prepare, message):
    prepare(tmp_path / "ema.pt")
    with pytest.raises(checkpoint.CheckpointError, match=message):
        checkpoint.load(tmp_path / "ema.pt")


def test_average_of_weights(tmp_path, capsys):
    """The mean lies in the middle; weights of different presets have none."""
    states = {name: model.DyNet(config.PRESETS[preset]).state_dict() for name, preset in (("a", "tiny"), ("b", "tiny"), ("c", "tiny-paper"))}
    for name, state in states.items():
        checkpoint.write_weights(state, "tiny-paper" if name == "c" else "tiny", tmp_path / name)
    assert average.main([str(tmp_path / name) for name in ("mean", "a", "b")]) == 0
    middle = (states["a"]["embed.weight"] + states["b"]["embed.weight"]) / 2
    assert torch.allclose(checkpoint.load(tmp_path / "mean").embed.weight, middle, atol=1e-3)
    assert average.main([str(tmp_path / name) for name in ("none", "a", "c")]) == 1 and not (tmp_path / "none").exists()
    assert "several presets" in capsys.readouterr().err


def test_checkpoint_of_another_preset_is_refused(run, photos, capsys):
    assert train.main([str(run), "--photos", str(photos), "--preset", "afterrain-gated", "--steps", "6", "--no-compile"]) == 1
    assert "pass --preset tiny" in capsys.readouterr().err


@pytest.mark.parametrize("content", [lambda run: (run / "ema.pt").read_bytes(), lambda run: (run / "checkpoint.pt").read_bytes()[:9999]])
def test_weights_in_the_place_of_a_checkpoint_and_half_of_one_are_refused(run, photos, tmp_path, capsys, content):
    (tmp_path / "checkpoint.pt").write_bytes(content(run))
    assert train.main([str(tmp_path), "--photos", str(photos), "--preset", "tiny", "--steps", "6", "--no-compile"]) == 1
    assert "with --start" in capsys.readouterr().err


@pytest.mark.parametrize("first, then, said", [(["--start"], [], "pass its --start"), ([], ["--start"], "leave --start out")])
def test_a_run_goes_on_as_it_started(run, photos, tmp_path, capsys, first, then, said):
    """With --start or without: else the rate, the depths and the weights of the tasks would be those of another kind of run."""
    go = lambda start, steps: train.main([str(tmp_path), "--photos", str(photos), "--preset", "tiny", "--no-compile", "--steps", steps, *start, *[str(run / "ema.pt")] * len(start)])
    assert go(first, "1") == 0 and go(then, "2") == 1
    assert said in capsys.readouterr().err
    assert go(first, "2") == 0


def test_a_budget_within_which_all_is_done(photos, tmp_path, monkeypatch):
    """Of ten minutes on a borrowed machine two went into reading and compiling; a run that goes on adds what it has spent before."""
    t, _ = trainer(photos, tmp_path, "--within", "10")
    monkeypatch.setattr(train, "time", SimpleNamespace(monotonic=lambda: 1120.0))
    t.spent = 180.0
    assert train.budget(t, 1000.0) == pytest.approx(3 + 8 - train.SAVING)
    with pytest.raises(data.DataError, match="give more"):
        train.budget(t, 520.0)
    t.options.within = None
    assert train.budget(t, 520.0) == t.options.minutes


def told_to_end(arguments, number: int) -> tuple:
    """Runs dynet.train until it has made a step, sends its group a signal twice, as `timeout` may, and returns its exit code and what it said."""
    made = subprocess.Popen([sys.executable, "-u", "-m", "dynet.train", *arguments], cwd=MODELS, stderr=subprocess.PIPE, text=True, start_new_session=True)
    said = ""
    while "step" not in said:
        said += made.stderr.read(1)
    for _ in range(2 if number == signal.SIGTERM else 1):
        os.killpg(made.pid, number)
    return made.wait(60), said + made.stderr.read()


@pytest.mark.parametrize("number, workers", [(signal.SIGTERM, "2"), (signal.SIGINT, "0")])
def test_a_run_that_is_told_to_end_keeps_what_it_learned(photos, tmp_path, number, workers):
    """A machine that is taken back, or Ctrl+C: the step is finished and saved, and the same line goes on from there."""
    line = [str(tmp_path), "--photos", str(photos), "--preset", "tiny", "--no-compile", "--crops", "0:16x2", "--workers", workers, "--steps"]
    code, said = told_to_end([*line, "100000"], number)
    assert code == 128 + number and "goes on from there" in said and "Traceback" not in said
    rows = list(csv.DictReader(open(tmp_path / "log.csv")))
    done = int(rows[-1]["steps"])
    assert len(rows) == 1 and done > 0 and train.main([*line, str(done + 1)]) == 0


def team(size: int, arguments) -> list[str]:
    """Runs dynet.train in processes of one team, as torchrun starts them; returns what they said."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    shared = os.environ | {"WORLD_SIZE": str(size), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    command = [sys.executable, "-m", "dynet.train", *arguments]
    members = [subprocess.Popen(command, env=shared | {"RANK": str(r), "LOCAL_RANK": str(r)}, cwd=MODELS, stderr=subprocess.PIPE, text=True) for r in range(size)]
    said = [member.communicate(timeout=300)[1] for member in members]
    assert [member.returncode for member in members] == [0] * size, said
    return said


def test_two_processes_train_one_network(photos, tmp_path):
    """The processes draw different crops, learn from those of both, only the first writes, and the run goes on where it stopped."""
    both, alone = ([str(tmp_path / name), "--photos", str(photos), "--preset", "tiny", "--threads", "1", "--no-compile", "--crops", "0:32x4"] for name in ("both", "alone"))
    for steps in ("2", "4"):
        team(2, [*both, "--steps", steps])
        assert train.main([*alone, "--steps", steps]) == 0
    rows = list(csv.DictReader(open(tmp_path / "both" / "log.csv")))
    assert [(row["steps"], row["pictures"]) for row in rows] == [("2", "16"), ("4", "32")]
    learned, by_one = (checkpoint.load(tmp_path / name / "ema.pt").output.weight for name in ("both", "alone"))
    assert (learned - by_one).norm() > 0.1 * by_one.norm()


def test_the_script_for_a_gpu_trains_on(photos, run, tmp_path):
    """In the form in which it runs on a machine that is lent by the minute; without a GPU nothing is replayed."""
    tiny = f"--preset tiny --start {run / 'ema.pt'} --steps 2 --crops 0:16x2 --no-compile --threads 1 --workers 0"
    made = subprocess.run([MODELS / "gpu.sh", tmp_path / "out", "5", photos], env=os.environ | {"PYTHON": sys.executable, "TRAIN": tiny}, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    rows = list(csv.DictReader(open(tmp_path / "out" / "log.csv")))
    assert rows[-1]["steps"] == "2" and checkpoint.load(tmp_path / "out" / "ema.pt").config.width == 8
    assert subprocess.run([MODELS / "gpu.sh"], capture_output=True).returncode == 2
