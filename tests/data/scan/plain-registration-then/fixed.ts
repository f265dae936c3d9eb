const ready = await navigator.serviceWorker.getRegistration();
export const isReady = ready !== undefined;
