const ready = await navigator.serviceWorker.getRegistration();
globalThis.worker = ready;
