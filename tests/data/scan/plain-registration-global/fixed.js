const registration = await navigator.serviceWorker.register("/sw.js");
await registration.update();
