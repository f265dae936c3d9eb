const result = await client.callTool({ name: "pack" });
const registration = await navigator.serviceWorker.ready;
await registration.backgroundFetch.fetch("pack", [result.structuredContent.url]);
