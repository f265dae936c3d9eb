const page = new URLSearchParams(location.search).get("page");
addEventListener("pagehide", () => navigator.sendBeacon(`/report?page=${encodeURIComponent(page)}`, state()));
