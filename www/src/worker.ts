/** Registers the page's service worker, without which a browser has no Background Fetch to abuse. */
export async function registerWorker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const script = new URL("./sw.js", document.baseURI).href;
  await navigator.serviceWorker.register(trusted(script) as string);
  await navigator.serviceWorker.ready;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

function trusted(script: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const rules = {
    createScriptURL(url: string): string {
      if (url !== script) throw new TypeError(`The lab registers ${script} alone, not ${url}.`);
      return url;
    },
  };
  return trustedTypes?.createPolicy("lab-worker", rules).createScriptURL(script) ?? script;
}
