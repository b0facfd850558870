"""Exported graphs compute what PyTorch computes, share one weights file, and keep their contract."""

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from dynet import bench, checkpoint, compare, deploy, evaluate, export, half, testsets
from dynet.config import VARIANTS

onnx = pytest.importorskip("onnx")
RELEASE = Path(__file__).parents[1] / "release" / "afterrain"


@pytest.fixture(scope="module")
def run(run, tmp_path_factory):
    """The tiny run, with a control vector that does something."""
    model = checkpoint.load(run / "ema.pt")
    for place in (model.prompt_latent, model.prompt3, model.prompt2):
        torch.nn.init.ones_(place.emphasis)
    folder = tmp_path_factory.mktemp("told")
    checkpoint.write_weights(model.state_dict(), "tiny", folder / "ema.pt")
    return folder


@pytest.fixture(scope="module")
def release(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    assert export.main([str(run / "ema.pt"), str(folder), "--summary", "test"]) == 0
    return folder


def test_a_release_has_the_weights_it_is_of(run, release):
    """They are what is measured, and what training goes on from."""
    weights, shipped = (checkpoint.read(folder / "ema.pt")["weights"] for folder in (run, release))
    assert all(torch.equal(weights[name], shipped[name]) for name in weights) and weights.keys() == shipped.keys()


def external(graph):
    """The external data entries of a graph's tensors, those in loop bodies too."""
    for tensor in graph.initializer:
        yield from tensor.external_data
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from external(attribute.g)


def test_graphs_share_one_weights_file(release):
    """S, L, the dial and the probes name the same places of the same file: one copy of every weight."""
    places = {}
    for name in export.GRAPHS:
        entries = list(external(onnx.load(str(release / f"dynet-{name}.onnx"), load_external_data=False).graph))
        assert {e.value for e in entries if e.key == "location"} == {"weights.bin"}
        places[name] = {e.value for e in entries if e.key == "offset"}
    assert places["s"] == places["l"] == places["dial"] == places["half-s"] == places["half-l"] and len(places["s"]) > 50
    probes = places["probe-s"]
    assert probes == places["probe-l"] == places["probe-dial"] and len(probes & places["s"]) > 30
    assert not probes <= places["s"] and not places["s"] <= probes  # q and k here, the last levels there


@pytest.mark.parametrize("reuse", [*VARIANTS.values(), (1, 1, 1, 1), (5, 2, 7, 3)])
@pytest.mark.parametrize("name", ["dial", "probe-dial"])
def test_the_dial_runs_at_every_depth(release, run, reuse, name):
    assert export.distance(checkpoint.load(run / "ema.pt"), reuse, release / f"dynet-{name}.onnx") < export.TOLERANCE


def test_a_graph_obeys_another_picture(release, run):
    """The decision counts, not what the tile would lead to, and so does the control."""
    model, reuse = checkpoint.load(run / "ema.pt"), VARIANTS["s"]
    mine, other = torch.rand(1, 3, 64, 64), torch.rand(1, 3, 64, 64) * 0.1
    with torch.no_grad():
        decision = model.decide(other, reuse, torch.tensor([[1.0, 0.0, 0.5]]))
        expected = model(mine, reuse, decision=decision)
        assert (expected - model(mine, reuse)).abs().max() > 1e-4
        assert (expected - model(mine, reuse, decision=model.decide(other, reuse))).abs().max() > 1e-4
    given = {name: value.numpy() for name, value in decision.items()}
    restored = export.session(release / "dynet-s.onnx").run(None, {"image": mine.numpy()} | given)[0]
    assert np.abs(restored - expected.numpy()).max() < export.TOLERANCE


def check_contract(folder: Path):
    contract = json.loads((folder / "model.json").read_text())
    assert contract["input_kind"] == "srgb-planar-float32-0to1" and contract["multiple"] == 8
    probe = contract["probe"]
    variants = list(contract["variants"].values())
    graphs = [*variants, *(v["half"] for v in variants), contract["dial"], *probe["variants"].values(), probe["dial"]]
    assert probe["decision"][0] == "prompts" and contract["control"]["values"] == ["noise", "rain", "haze"]
    files = {v["graph"]: v["sha256"] for v in graphs} | {contract["weights"]["file"]: contract["weights"]["sha256"]}
    for name, digest in files.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert contract["weights"]["bytes"] == (folder / "weights.bin").stat().st_size
    return contract


def check_parity(folder: Path, weights: Path):
    model = checkpoint.load(weights)
    for variant in export.SHIPPED:
        for name in (variant, f"probe-{variant}", "dial", "probe-dial"):
            assert export.distance(model, VARIANTS[variant], folder / f"dynet-{name}.onnx") < export.TOLERANCE
        gap = export.distance(model, VARIANTS[variant], folder / f"dynet-half-{variant}.onnx")
        assert export.TOLERANCE < gap < export.HALF_TOLERANCE  # it is rounded, and a little


def test_contract_and_parity(release, run):
    assert check_contract(release)["training"]["summary"] == "test"
    assert export.before(release) == ("0.1.0", "test")  # what an export into the same folder keeps
    check_parity(release, run / "ema.pt")


def test_what_ships():
    """The weights in this repository: files match their contract, and the graphs match the weights."""
    contract = check_contract(RELEASE)
    assert ("ignored" not in contract["control"]) == export.steered(checkpoint.load(RELEASE / "ema.pt"))
    check_parity(RELEASE, RELEASE / "ema.pt")


def test_a_graph_that_differs_does_not_ship(run, release, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(export, "graphs", lambda model: {"s": onnx.load(str(release / "dynet-s.onnx"))})
    monkeypatch.setattr(export, "distance", lambda *_: 1e-3)
    assert export.main([str(run / "ema.pt"), str(tmp_path / "release")]) == 1
    assert not (tmp_path / "release").exists() and "nothing was written" in capsys.readouterr().err


def test_a_damaged_contract_is_named(run, tmp_path, capsys):
    (tmp_path / "model.json").write_text("half of")
    assert export.main([str(run / "ema.pt"), str(tmp_path)]) == 1
    assert "model.json is damaged" in capsys.readouterr().err


@pytest.fixture
def tests(photos, tmp_path):
    """A folder laid out as the test sets are."""
    folder = tmp_path / "tests"
    for name in ("cbsd68/target", "rain100l/input", "rain100l/target", "sots_outdoor/input", "sots_outdoor/target"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(photos)
    (folder / "sots_outdoor" / "pairs.tsv").write_text("input\ttarget\n0.png\t1.png\n0.png\t2.png\n")
    return folder


def test_evaluate_measures_the_input(run, tests, capsys):
    """The table's input row is what the protocol says: noise of sigma 25 clipped and truncated is about 20.5 dB."""
    assert evaluate.main([str(run / "ema.pt"), "--tests", str(tests), "--variants", "s", "--count", "2"]) == 0
    assert "DyNet-S" in capsys.readouterr().out
    _, degraded, clean = next(testsets.pairs(tests, "noise25"))
    assert testsets.psnr(degraded, clean) == pytest.approx(20.5, abs=0.7)


def test_the_average_of_five_is_of_five():
    """Of fewer columns there is none: it would be compared with those of whole tables."""
    figures = {column: (30.0, 0.9) for column in testsets.COLUMNS}
    assert evaluate.table({"all": figures}).endswith("| 30.00 / 0.900 |")
    del figures["haze"]
    assert evaluate.table({"some": figures}).endswith("| - | - | - |")


def test_compare_measures_files_as_evaluate_measures_arrays(tests, tmp_path, capsys):
    """The degraded pictures as files have the same figures as the table's input row; one that is missing is named."""
    arguments = [str(tmp_path / "files"), "--tests", str(tests), "--columns", "noise25", "haze"]
    assert compare.main(["write", *arguments]) == 0
    found = compare.measure(tmp_path / "files", tests, ["noise25", "haze"], None)
    for column in found:
        assert found[column] == evaluate.column_figures(None, evaluate.pictures(tests, column, None), lambda: None)
    (tmp_path / "files" / "haze" / "001_0.png").unlink()
    assert compare.main(["measure", *arguments]) == 1 and "001_0" in capsys.readouterr().err


def test_compare_enlarges_pictures_but_not_their_noise():
    """Rain twice as large is as strong and half as fine; noise is as fine as ever."""
    clean = np.full((16, 24, 3), 0.5, np.float32)
    rainy = clean.copy()
    rainy[:, 8:10] = 1
    wide, wanted = compare.enlarged("rain", 0, rainy, clean, 2)
    assert wide.shape == wanted.shape == (32, 48, 3) and ((wide > 0.75).sum() == 4 * (rainy > 0.75).sum())
    noisy, _ = compare.enlarged("noise25", 3, clean, clean, 2)
    neighbours = np.corrcoef(noisy[:, 1:].ravel(), noisy[:, :-1].ravel())[0, 1]
    assert abs(neighbours) < 0.1 and abs((noisy - 0.5).std() * 255 - 25) < 2


@pytest.mark.parametrize("sigma, gain", [(15, 3), (25, 4), (50, 6)])
def test_shipped_weights_restore(smooth_photos, sigma, gain):
    """The shipped S graph takes noise out of a picture it has never seen, by decibels."""
    run, probe = export.session(RELEASE / "dynet-s.onnx", 2), export.session(RELEASE / "dynet-probe-s.onnx", 2)
    _, degraded, clean = next(testsets.noisy(smooth_photos, sigma))
    image = np.ascontiguousarray(degraded.transpose(2, 0, 1)[None])
    names = [output.name for output in probe.get_outputs()]
    decision = dict(zip(names, probe.run(names, {"image": image, "control": np.zeros((1, 3), np.float32)})))
    restored = run.run(None, {"image": image} | decision)[0][0].transpose(1, 2, 0)
    assert testsets.psnr(restored, clean) > testsets.psnr(degraded, clean) + gain


def sides(path: Path):
    """The types of what goes in and out of a graph, and of the results of its nodes by kind of node."""
    graph = onnx.shape_inference.infer_shapes(onnx.load(str(path))).graph
    types = {v.name: v.type.tensor_type.elem_type for v in (*graph.input, *graph.output, *graph.value_info)}
    found = {}
    for node in graph.node:
        found.setdefault(node.op_type, []).append(types[node.output[0]])
    return {v.type.tensor_type.elem_type for v in (*graph.input, *graph.output)}, found


@pytest.mark.parametrize("variant", export.SHIPPED)
def test_the_float16_graphs_have_float32_islands(release, variant):
    """Float32 in and out, in the norms and in what is made of the decision alone; float16 where the work is."""
    ends, found = sides(release / f"dynet-half-{variant}.onnx")
    assert ends == {half.WIDE} and set(found["Conv"]) == {half.HALF} and found["MatMul"].count(half.HALF) > 20
    assert {kind for name in ("Pow", "ReduceMean", "Sqrt", "Einsum") for kind in found[name]} == {half.WIDE}


def test_float16_does_not_show(smooth_photos):
    """Rounded as on a GPU, the shipped S graph restores as well to 0.02 dB, and gives numbers."""
    plain, narrow = export.session(RELEASE / "dynet-s.onnx", 2), export.rounded(RELEASE / "dynet-half-s.onnx")
    probe = export.session(RELEASE / "dynet-probe-s.onnx", 2)
    _, degraded, clean = next(testsets.noisy(smooth_photos, 15))
    image = np.ascontiguousarray(degraded.transpose(2, 0, 1)[None])
    names = [output.name for output in probe.get_outputs()]
    decision = dict(zip(names, probe.run(names, {"image": image, "control": np.zeros((1, 3), np.float32)})))
    wide, rounded = (run.run(None, {"image": image} | decision)[0] for run in (plain, narrow))
    assert np.isfinite(rounded).all() and not np.array_equal(wide, rounded)
    assert abs(testsets.psnr(rounded[0].transpose(1, 2, 0), clean) - testsets.psnr(wide[0].transpose(1, 2, 0), clean)) < 0.02


def test_a_graph_that_gives_no_numbers_does_not_ship(run, release, monkeypatch):
    """NaN is as far from PyTorch as can be."""

    class Broken:
        def get_inputs(self):
            return [SimpleNamespace(name="image")]

        def get_outputs(self):
            return [SimpleNamespace(name="restored")]

        def run(self, _, feed):
            return [np.full_like(feed["image"], np.nan)]

    monkeypatch.setattr(export, "session", lambda path: Broken())
    assert export.distance(checkpoint.load(run / "ema.pt"), VARIANTS["s"], release / "dynet-s.onnx") > export.TOLERANCE


def test_the_rewritten_network_is_the_same_function(run):
    model = checkpoint.load(run / "ema.pt")
    image = torch.rand(1, 3, 32, 40)
    with torch.no_grad():
        assert (model(image, VARIANTS["l"]) - deploy.rewritten(model)(image, VARIANTS["l"])).abs().max() < 1e-5


def test_the_bench_names_every_contender(run, release, capsys):
    assert bench.main([str(run / "ema.pt"), str(release), "--variants", "s", "--tile", "64", "--rounds", "1", "--eager-only"]) == 0
    printed = capsys.readouterr().out
    for name in ("PyTorch, eager", "plain export", "shipped graph", "shipped dial", "a tile a core", "of GEMM", "scikit-image, wavelets", "OpenCV, non-local means", " dB"):
        assert name in printed


def test_the_bench_needs_graphs(run, tmp_path, capsys):
    assert bench.main([str(run / "ema.pt"), str(tmp_path), "--variants", "s", "--tile", "64", "--rounds", "1", "--eager-only"]) == 1
    assert "lacks dynet-s.onnx" in capsys.readouterr().err


def test_the_contract_tells_the_size_of_the_network(release):
    """Multiply-accumulates of a tile, for afterrain-cli bench; the middle depth's stand with the dial, which runs it."""
    contract = json.loads((release / "model.json").read_text())
    small, large = (contract["variants"][v]["macs"] for v in ("s", "l"))
    assert 0 < small < contract["dial"]["macs"]["m"] < large
