// A script of the page's own origin that sends where its address says.
fetch(new URL(location).searchParams.get("to"), { mode: "no-cors", method: "POST", body: "x" }).catch(() => {});
