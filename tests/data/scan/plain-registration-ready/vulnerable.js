navigator.serviceWorker.ready.then((registration) => {
    window.worker = registration;
});
