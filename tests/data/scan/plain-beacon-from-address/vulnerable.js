const endpoint = new URLSearchParams(location.search).get("report");
addEventListener("pagehide", () => navigator.sendBeacon(endpoint, state()));
