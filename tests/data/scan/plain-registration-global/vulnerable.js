const registration = await navigator.serviceWorker.register("/sw.js");
window.swRegistration = registration;
