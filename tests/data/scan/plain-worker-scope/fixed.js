navigator.serviceWorker.register("/chat/sw.js", {
    scope: "/chat/",
});
