navigator.serviceWorker.ready.then((registration) => {
    startDownloads(registration);
});
