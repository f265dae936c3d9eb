export function frame(url) {
    const view = document.createElement("iframe");
    view.sandbox = "allow-scripts allow-same-origin";
    view.src = new URL("/apps/view.html", url).href;
    return view;
}
