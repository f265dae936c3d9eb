// What tools return that need a page: this is bundled and run in one, and leaves the outputs in `window.drawn`.
import * as d3 from "d3";
import JsBarcode from "jsbarcode";
import mermaid from "mermaid";
import Plotly from "plotly.js-dist-min";
import rough from "roughjs";

const SVG = "http://www.w3.org/2000/svg";

const DIAGRAMS = {
  flowchart: `flowchart TD
    A[Start] --> B{Is it <b>safe</b>?}
    B -->|yes| C(Show it)
    B -->|no| D[[Sanitize]]
    D --> C
    subgraph later
    C --> E[(Log)]
    end
    style A fill:#f9f,stroke:#333,stroke-width:2px
    classDef red fill:#fdd,stroke:#c00
    class D red`,
  sequence: `sequenceDiagram
    participant C as Client
    participant S as Server
    C->>+S: call tool
    Note right of S: thinks
    S-->>-C: result
    loop every minute
    C->>S: ping
    end`,
  class: `classDiagram
    class Policy { +string[] connect
    +compile() string }
    Policy <|-- PagePolicy
    Policy "1" --> "*" Rule : holds`,
  state: `stateDiagram-v2
    [*] --> Idle
    Idle --> Busy : call
    Busy --> Idle : done
    Busy --> [*]`,
  er: `erDiagram
    CUSTOMER ||--o{ ORDER : places
    ORDER { int id
    string state }`,
  gantt: `gantt
    title Plan
    dateFormat YYYY-MM-DD
    section Build
    Engine :done, a, 2026-01-01, 10d
    Guard :active, b, after a, 7d`,
  pie: `pie title Votes
    "Yes" : 60
    "No" : 25
    "Maybe" : 15`,
  git: `gitGraph
    commit
    branch next
    commit
    checkout main
    commit
    merge next`,
  mindmap: `mindmap
  root((cordon))
    sanitizer
      engine
    guard
    audits`,
};

const PLOTS = {
  lines: [
    [
      { x: [1, 2, 3, 4], y: [10, 15, 13, 17], type: "scatter", name: "open" },
      { x: [1, 2, 3, 4], y: [16, 5, 11, 9], type: "scatter", mode: "lines+markers", name: "done" },
    ],
    { title: { text: "Orders" }, width: 480, height: 320 },
  ],
  bars: [[{ x: ["a", "b", "c"], y: [20, 14, 23], type: "bar" }], { width: 480, height: 320 }],
  pie: [[{ labels: ["x", "y", "z"], values: [16, 15, 12], type: "pie" }], { width: 400, height: 320 }],
};

function svg(width, height) {
  const drawing = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, xmlns: SVG })) {
    drawing.setAttribute(name, value);
  }
  document.body.append(drawing);
  return drawing;
}

async function draw() {
  const all = [];
  const add = (tool, name, html) => all.push({ tool, name, html });

  // Math.random decides on the shapes of two of these tools.
  let seed = 7;
  Math.random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };

  mermaid.initialize({ startOnLoad: false, theme: "default" });
  for (const [name, text] of Object.entries(DIAGRAMS)) {
    add("mermaid", name, (await mermaid.render(`mermaid-${name}`, text)).svg);
  }
  mermaid.initialize({ startOnLoad: false, theme: "dark", htmlLabels: false, flowchart: { htmlLabels: false } });
  add("mermaid", "flowchart without boxes", (await mermaid.render("mermaid-plain", DIAGRAMS.flowchart)).svg);

  for (const [name, [data, layout]] of Object.entries(PLOTS)) {
    const target = document.body.appendChild(document.createElement("div"));
    await Plotly.newPlot(target, data, layout, { staticPlot: true });
    add("plotly", name, decodeURIComponent((await Plotly.toImage(target, { format: "svg" })).replace(/^[^,]*,/, "")));
    target.remove();
  }

  for (const [name, format, value] of [
    ["code128", "CODE128", "ORDER-42"],
    ["ean13", "EAN13", "9520123456788"],
  ]) {
    const target = svg(10, 10);
    JsBarcode(target, value, { format });
    add("jsbarcode", name, target.outerHTML);
  }

  {
    const target = svg(400, 200);
    const rc = rough.svg(target, { options: { seed: 7 } });
    target.append(
      rc.rectangle(20, 20, 120, 80, { fill: "orange", fillStyle: "hachure" }),
      rc.circle(240, 80, 90, { fill: "#8cf", fillStyle: "cross-hatch", strokeWidth: 2 }),
      rc.line(20, 160, 380, 170, { stroke: "red" }),
    );
    add("roughjs", "shapes", target.outerHTML);
  }

  {
    const target = svg(420, 240);
    const data = [12, 31, 22, 17, 25];
    const x = d3.scaleBand(data.keys(), [40, 400]).padding(0.2);
    const y = d3.scaleLinear([0, d3.max(data)], [210, 20]);
    const root = d3.select(target);
    root
      .append("g")
      .selectAll("rect")
      .data(data)
      .join("rect")
      .attr("x", (_, at) => x(at))
      .attr("y", y)
      .attr("width", x.bandwidth())
      .attr("height", (value) => 210 - y(value))
      .attr("fill", "steelblue");
    root.append("g").attr("transform", "translate(0,210)").call(d3.axisBottom(x));
    root.append("g").attr("transform", "translate(40,0)").call(d3.axisLeft(y));
    add("d3", "bars", target.outerHTML);
  }
  {
    const target = svg(420, 240);
    const arcs = d3.pie()([3, 5, 8]);
    const arc = d3.arc().innerRadius(40).outerRadius(100).cornerRadius(4);
    const color = d3.scaleOrdinal(d3.schemeTableau10);
    d3.select(target)
      .append("g")
      .attr("transform", "translate(210,120)")
      .selectAll("path")
      .data(arcs)
      .join("path")
      .attr("d", arc)
      .style("fill", (_, at) => color(at))
      .style("stroke", "white")
      .append("title")
      .text((d) => d.value);
    add("d3", "pie", target.outerHTML);
  }
  {
    const target = svg(420, 200);
    const root = d3.hierarchy({
      name: "root",
      children: [{ name: "a", children: [{ name: "a1" }, { name: "a2" }] }, { name: "b" }],
    });
    d3.tree().size([180, 300])(root);
    const place = d3
      .select(target)
      .append("g")
      .attr("transform", "translate(50,10)")
      .attr("font-family", "sans-serif")
      .attr("font-size", 10);
    place
      .append("g")
      .attr("fill", "none")
      .attr("stroke", "#555")
      .selectAll("path")
      .data(root.links())
      .join("path")
      .attr(
        "d",
        d3
          .linkHorizontal()
          .x((d) => d.y)
          .y((d) => d.x),
      );
    const node = place
      .selectAll("g.node")
      .data(root.descendants())
      .join("g")
      .attr("transform", (d) => `translate(${d.y},${d.x})`);
    node
      .append("circle")
      .attr("r", 4)
      .attr("fill", (d) => (d.children ? "#555" : "#999"));
    node
      .append("text")
      .attr("dy", "0.31em")
      .attr("x", 8)
      .text((d) => d.data.name)
      .attr("stroke", "white")
      .attr("paint-order", "stroke");
    add("d3", "tree", target.outerHTML);
  }
  return all;
}

window.drawn = draw();
