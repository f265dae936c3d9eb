// A script of the page's own origin that imports from where its address says.
importScripts(`${new URL(location).searchParams.get("to")}/x.js`);
