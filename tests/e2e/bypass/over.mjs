// A frame over the page, which nobody sees: the next click anywhere is one on its link. `click` has the driver click.
const over = (sandbox, target, more = "") => ({
  click: true,
  source: `({ evil }) => {
    const f = document.createElement("iframe");
    f.setAttribute("sandbox", ${JSON.stringify(sandbox)});
    f.style.cssText = "position:fixed;inset:0;width:100vw;height:100vh;opacity:0.01;border:0";
    f.srcdoc = \`<a href="\${evil}/secret" target="${target}" ${more} style="position:fixed;inset:0">x</a>\`;
    document.body.append(f);
  }`,
});
const markup = (sandbox, target) => ({
  click: true,
  source: `({ evil, add }) => {
    const link = \`<a href='\${evil}/secret' target=${target} style='position:fixed;inset:0'>x</a>\`;
    add("div").innerHTML = \`<iframe sandbox="${sandbox}" style="position:fixed;inset:0;width:100vw;height:100vh;opacity:0.01"
      srcdoc="\${link}"></iframe>\`;
  }`,
});

export default {
  "to the top, by the user's act": over("allow-top-navigation-by-user-activation", "_top"),
  "to the top": over("allow-top-navigation", "_top"),
  "to the parent": over("allow-top-navigation-by-user-activation", "_parent"),
  "a popup": over("allow-popups", "_blank"),
  "a popup that escapes": over("allow-popups allow-popups-to-escape-sandbox", "_blank"),
  "a popup with a name": over("allow-popups", "other"),
  "with capitals": over("ALLOW-POPUPS", "_blank"),
  "with tabs": over("x\tallow-popups\n", "_blank"),
  "of the same origin": over("allow-same-origin allow-popups", "_blank"),
  "of the same origin, to the top": over("allow-same-origin allow-top-navigation-by-user-activation", "_top"),
  "that runs script": over("allow-scripts allow-top-navigation-by-user-activation", "_top"),
  "that runs script and opens": over("allow-scripts allow-popups", "_blank"),
  "by markup": markup("allow-popups", "_blank"),
  "by markup, to the top": markup("allow-top-navigation-by-user-activation", "_top"),
  "with a download": over("allow-downloads", "_self", "download"),
  "that changes once it is there": {
    click: true,
    source: `async ({ evil, sleep }) => {
      const f = document.createElement("iframe");
      f.setAttribute("sandbox", "");
      f.style.cssText = "position:fixed;inset:0;width:100vw;height:100vh;opacity:0.01;border:0";
      f.srcdoc = \`<a href="\${evil}/secret" target="_blank" style="position:fixed;inset:0">x</a>\`;
      document.body.append(f);
      await sleep(200);
      f.setAttribute("sandbox", "allow-popups");
      f.srcdoc += " ";
      await sleep(200);
    }`,
  },
};
