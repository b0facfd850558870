"""log.csv of a run: what was spent, what was seen, what came of it."""

import csv
import io
from pathlib import Path

from . import data, files


class Log:
    """log.csv: a row at every checkpoint, tasks as mean loss since the row before."""

    TASKS = list(data.SHARES) + ["masked"]

    def __init__(self, path: Path):
        self.path, self.sums = path, {}

    def add(self, losses: dict):
        for task, loss in losses.items():
            total, count = self.sums.get(task, (0.0, 0))
            self.sums[task] = (total + loss, count + 1)

    def row(self, trainer, now, figures: dict):
        """Writes a row of a dynet.trainer.Trainer at the moment now: what was spent and seen, the mean losses, the validation PSNR."""
        means = {t: f"{float(total) / n:.5f}" for t, (total, n) in self.sums.items()}
        row = {"minutes": f"{trainer.spent / 60:.1f}", "steps": trainer.steps, "pictures": trainer.pictures,
               "megapixels": f"{trainer.pixels / 1e6:.1f}", "rate": f"{now.rate:.4f}", "patch": now.portions[0].size}
        row |= {t: means.get(t, "") for t in self.TASKS} | {k: f"{v:.2f}" for k, v in figures.items()}
        self._write(self._before() + [row])
        self.sums = {}

    def _before(self) -> list:
        """The rows of the run so far."""
        if not self.path.exists():
            return []
        with open(self.path, newline="") as file:
            return list(csv.DictReader(file))

    def _write(self, rows: list):
        """All rows under the columns of any of them: a run that goes on with --validate has more than before."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(dict.fromkeys(column for row in rows for column in row)), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files.replace(self.path, text.getvalue())
