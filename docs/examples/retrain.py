# %% [markdown]
# # Retrain, measure, promote
#
# From a corpus to a model in force, on the small made-up set of `datasets/small`: a minute or so.
# The figures mean nothing there; take your own corpus for real ones. Open this file as a notebook
# (the cells are in percent format) or run it as it is:
#
#     .venv/bin/python docs/examples/retrain.py

# %%
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from classifier.address import parse_address
from classifier.assess import assess
from classifier.case import Case
from classifier.model_file import model_text, read_model
from classifier.training.corpus_file import corpus_facts, read_corpus
from classifier.training.fit import Options, train
from classifier.training.knowledge import candidate, knowledge_with
from classifier.training.rows import choose_rows

SMALL = Path(__file__).resolve().parents[2] / "datasets" / "small"
WORK = Path(os.environ.get("SVERKA_EXAMPLE_DIR") or tempfile.mkdtemp(prefix="sverka-"))


def sverka(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the console command, print what it says, return how it ended."""
    command = [sys.executable, "-m", "server.cli.main", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print("$ sverka", *arguments, "\n" + (done.stdout + done.stderr)[-1500:])
    return done


# %% [markdown]
# ## The corpus
# One Parquet file of labelled rows, each with its source, its licence class and its date.

# %%
corpus = WORK / "corpus.parquet"
assert sverka("datasets", "build", "--from", SMALL, "--out", corpus).returncode == 0
table = read_corpus(corpus)
print(
    table.num_rows, "rows;", Counter(table["label"].to_pylist()), Counter(table["ship"].to_pylist())
)

# %% [markdown]
# ## The sides
# No registrable domain and no template of a scam's host stands on two sides; *late* scams were
# first seen after everything that teaches. Look at single rows of the side *fit* only.

# %%
chosen = choose_rows(table)
print("late from", chosen.since)
for (side, label), count in sorted(Counter((row.side, row.label) for row in chosen.rows).items()):
    print(f"{side:6} {'scam' if label else 'honest':7} {count:6,}")

# %% [markdown]
# ## Training
# The command is the usual way. The same data and seed give the same file, byte for byte.

# %%
model = WORK / "candidate.json"
assert sverka("train", "--data", corpus, "--out", model, "--seed", 1).returncode == 0
print(f"{model.stat().st_size:,} bytes;", read_model(model).name)

# %% [markdown]
# From Python any hyper-parameter of the estimator can be set; here far too few trees, to have
# something worse to compare with.


# %%
class Quiet:
    """Watches the training and says nothing."""

    def begin(self, what: str, total: int) -> None:
        """Take note of a part that begins."""

    def advance(self, steps: int) -> None:
        """Take note of steps."""


worse = WORK / "worse.json"
options = Options(hyper={"trees": 1, "leaves": 2, "kept": 20})
worse.write_text(model_text(train(table, corpus_facts(corpus), options, Quiet())), encoding="utf-8")

# %% [markdown]
# ## Measuring
# The HTML report holds the curves: open it in a browser. The JSON holds every figure.

# %%
report = WORK / "report.html"
measured = WORK / "figures.json"
done = sverka(
    "evaluate", "--corpus", corpus, "--model", model, "--html", report, "--json", measured
)
assert done.returncode == 0
figures = json.loads(measured.read_text("utf-8"))["model"]["figures"]
for name, value in figures.items():
    print(f"{name:36} {value}")

# %% [markdown]
# ## Looking into one score
# The margin is the exact sum of what each family of features adds.

# %%
knowledge = knowledge_with(candidate(model))
for url in ("https://avito.pay-order77.example/pay/1", "https://library.example/"):
    verdict = assess(Case(url), knowledge=knowledge)
    print(parse_address(url).host, verdict.level, verdict.score, verdict.judged.contributions)
    assert sum(verdict.judged.contributions.values()) == verdict.judged.margin

# %% [markdown]
# ## Promoting
# Where nothing stands yet, a model that fits this release may begin. Later ones must not be worse
# on the same rows; the one before stays beside it.

# %%
place = WORK / "in-force" / "model.json"
assert sverka("model", "promote", model, "--to", place).returncode == 0
refused = sverka("model", "promote", worse, "--corpus", corpus, "--to", place)
assert refused.returncode == 1
assert read_model(place).sha256 == read_model(model).sha256

# %% [markdown]
# Equal figures pass; here the same model under another name. A rollback brings back the one before.

# %%
renamed = WORK / "renamed.json"
content = json.loads(model.read_text("utf-8"))
renamed.write_text(model_text({**content, "name": "another-name"}), encoding="utf-8")
assert sverka("model", "promote", renamed, "--to", place).returncode == 0
assert read_model(place).name == "another-name"
assert sverka("model", "rollback", "--to", place).returncode == 0
assert read_model(place).sha256 == read_model(model).sha256
assert sverka("model", "card", model, "--out", WORK / "card.md").returncode == 0
print("All of it stands in", WORK)
