"""What Python's tools return, as a list of `{ tool, name, html }` in JSON on standard output."""

import base64
import io
import json
import shutil
import subprocess
import sys

import matplotlib

matplotlib.use("svg")

import markdown
import matplotlib.pyplot as plt
import nbformat
import networkx as nx
import numpy as np
import pandas as pd
import qrcode
import qrcode.image.svg
import schemdraw
import schemdraw.elements as elements
import seaborn as sns
import xarray as xr
from great_tables import GT, md
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from pygments import highlight
from pygments.formatters import HtmlFormatter, SvgFormatter
from pygments.lexers import PythonLexer
from rich.console import Console
from rich.table import Table
from tabulate import tabulate

OUTPUTS = []


def add(tool, name, html):
    OUTPUTS.append({"tool": tool, "name": name, "html": html})


def axes(width=5, height=3):
    return plt.subplots(figsize=(width, height))


def written(figure, kind):
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind)
    plt.close(figure)
    return buffer.getvalue()


def add_plot(tool, name, figure):
    add(tool, name, written(figure, "svg").decode())


def plots():
    x = np.linspace(0, 6, 60)

    figure, ax = axes()
    ax.plot(x, np.sin(x), label="sin")
    ax.plot(x, np.cos(x), "--", label="cos")
    ax.legend()
    ax.set_title("Waves $x^2$")
    add_plot("matplotlib", "lines", figure)

    figure, ax = axes()
    ax.bar(["north", "south", "west"], [3, 7, 5], color=["r", "g", "b"], hatch="//")
    add_plot("matplotlib", "hatched bars", figure)

    figure, ax = axes(4)
    figure.colorbar(ax.imshow(np.arange(25).reshape(5, 5)))
    add_plot("matplotlib", "heat map", figure)

    figure, ax = axes(4)
    ax.pie([3, 2, 1], labels=["tea", "milk", "salt"], autopct="%1.0f%%", shadow=True)
    add_plot("matplotlib", "pie", figure)

    figure, ax = axes()
    ax.fill_between(x, np.sin(x), alpha=0.3)
    ax.scatter(x[::5], np.cos(x[::5]), c=x[::5], cmap="viridis")
    ax.grid(True)
    ax.annotate("peak", (1.57, 1), (3, 0.8), arrowprops={"arrowstyle": "->"})
    add_plot("matplotlib", "area and points", figure)

    with matplotlib.rc_context({"svg.fonttype": "none"}):
        figure, ax = axes()
        ax.plot([1, 3, 2])
        ax.set_xlabel("time [s]")
        ax.set_ylabel("value")
        add_plot("matplotlib", "text as text", figure)

    figure, ax = axes(3, 2)
    ax.plot([1, 2])
    png = base64.b64encode(written(figure, "png")).decode()
    add("matplotlib", "png", f'<img alt="a line" src="data:image/png;base64,{png}">')

    figure, ax = axes(4)
    graph = nx.karate_club_graph()
    nx.draw(graph, pos=nx.circular_layout(graph), ax=ax, node_size=60, with_labels=True, font_size=6)
    add_plot("networkx", "karate club", figure)

    random = np.random.RandomState(1)
    frame = pd.DataFrame({"group": list("aabbcc") * 5, "v": random.rand(30), "w": random.rand(30)})
    with sns.axes_style("darkgrid"):
        figure, ax = axes()
        sns.violinplot(data=frame, x="group", y="v", ax=ax)
        add_plot("seaborn", "violins", figure)
        figure, ax = axes()
        sns.regplot(data=frame, x="v", y="w", ax=ax)
        add_plot("seaborn", "regression", figure)
        figure, ax = axes(4)
        sns.heatmap(frame[["v", "w"]].head(6), annot=True, ax=ax)
        add_plot("seaborn", "heat map", figure)


def tables():
    frame = pd.DataFrame({"name": ["Ann", "Bob", "Cy"], "score": [1.5, -2.25, 3.0], "n": [10, 200, 3000]})
    add("pandas", "frame", frame.to_html())
    add("pandas", "as a notebook shows it", frame._repr_html_())
    graded = frame.style.background_gradient(subset=["score"]).format(precision=2)
    add("pandas", "graded", graded.set_caption("Scores").highlight_max(color="lightgreen", subset=["n"]).to_html())
    add("pandas", "bars in cells", frame.style.bar(subset=["n"], color="#d65f5f").to_html())
    add("pandas", "two header rows", frame.set_index(["name", "n"]).T.to_html())

    table = GT(frame).tab_header(title="Scores", subtitle=md("of **three**")).fmt_number("score", decimals=1)
    add("great_tables", "spanner", table.tab_spanner("numbers", ["score", "n"]).as_raw_html())
    colored = GT(frame).data_color(columns=["score"], palette=["red", "white", "green"])
    add("great_tables", "colors", colored.as_raw_html())

    dataset = xr.Dataset({"t": (("x", "y"), np.arange(6.0).reshape(2, 3))}, coords={"x": [10, 20]})
    add("xarray", "dataset", dataset._repr_html_())
    add("tabulate", "html", tabulate([["a", 1], ["b", 2.5]], headers=["k", "v"], tablefmt="html"))
    return frame


def notebooks(frame):
    cell, output = nbformat.v4.new_code_cell, nbformat.v4.new_output
    outputs = [
        output("stream", text="2\n"),
        output("execute_result", data={"text/html": frame.to_html(), "text/plain": "a table"}, execution_count=1),
    ]
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# Title\n\nText with $x^2$ and `code`."),
        cell("print(1+1)", execution_count=1, outputs=outputs),
    ]
    for template in ["basic", "classic", "lab"]:
        add("nbconvert", template, HTMLExporter(template_name=template).from_notebook_node(notebook)[0])


def code():
    text = 'def greet(name: str) -> str:\n    """Greets."""\n    return f"Hello, {name!r}"  # once\n'
    formatters = {
        "inline": HtmlFormatter(noclasses=True),
        "numbered": HtmlFormatter(noclasses=True, linenos="table"),
        "document": HtmlFormatter(full=True),
        "svg": SvgFormatter(),
    }
    for name, formatter in formatters.items():
        add("pygments", name, highlight(text, PythonLexer(), formatter))

    def console():
        recorded = Console(record=True, width=60, file=io.StringIO(), force_terminal=True)
        table = Table(title="Stars")
        table.add_column("Name", style="cyan")
        table.add_column("Count", justify="right", style="magenta")
        table.add_row("one", "[bold]12[/]")
        table.add_row("two", "[red on white]7[/]")
        recorded.print(table)
        return recorded

    add("rich", "svg", console().export_svg(title="stars"))
    add("rich", "inline styles", console().export_html(inline_styles=True))
    add("rich", "document", console().export_html())


def drawings():
    schemdraw.use("svg")
    with schemdraw.Drawing(show=False) as drawing:
        drawing += elements.Resistor().label("100 kΩ")
        drawing += elements.Capacitor().down().label("0.1 μF", loc="bottom")
        drawing += elements.Line().left()
        drawing += elements.SourceV().up().label("10V")
    add("schemdraw", "circuit", drawing.get_imagedata("svg").decode())

    kinds = qrcode.image.svg
    # `SvgFragmentImage` writes XML with prefixes, of which no parser of HTML makes a drawing.
    for kind in [kinds.SvgPathImage, kinds.SvgImage, kinds.SvgFillImage]:
        made = qrcode.make("https://example.com", image_factory=kind)
        add("python-qrcode", kind.__name__, made.to_string(encoding="unicode"))


MARKDOWN = """# Report

| a | b |
|---|---|
| 1 | 2 |

```python
x = 1
```

term
:   definition[^1]

[^1]: note
"""


def texts():
    extensions = ["extra", "codehilite", "toc", "admonition"]
    add("python-markdown", "document", markdown.markdown(MARKDOWN, extensions=extensions))
    formulas = {
        "fraction": r"\frac{a}{b}",
        "matrix": r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        "sum": r"\sum_{i=1}^n i^2",
    }
    for name, formula in formulas.items():
        add("latex2mathml", name, convert(formula))


def programs():
    def ran(*arguments, given):
        return subprocess.run(arguments, input=given, capture_output=True, check=True, text=True).stdout

    graph = 'digraph { rankdir=LR; a [label="start"]; b [shape=box, style=filled, fillcolor=gold]; a -> b [label="go"]; b -> a }'
    add("Debian's graphviz", "svg", ran("dot", "-Tsvg", given=graph))
    add("pandoc", "fragment", ran("pandoc", "--from=markdown", "--to=html5", "--mathml", given=MARKDOWN + "\n$\\frac{a}{b}$\n"))
    whole = ["--standalone", "--metadata=title:Report", "--toc", "--number-sections"]
    add("pandoc", "document", ran("pandoc", "--from=markdown", "--to=html5", *whole, given=MARKDOWN))


def main():
    missing = [program for program in ["dot", "pandoc"] if shutil.which(program) is None]
    if missing:
        sys.exit(f"{' and '.join(missing)} must be on PATH: the packages graphviz and pandoc of Debian and Ubuntu have them")
    plots()
    notebooks(tables())
    code()
    drawings()
    texts()
    programs()
    json.dump(OUTPUTS, sys.stdout)


main()
