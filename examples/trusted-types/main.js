import "./policy.js"; // ahead of whatever writes markup

// Some older part of the page, which knows nothing of this.
document.querySelector("#output").innerHTML = new URLSearchParams(location.search).get("html") ?? "";
