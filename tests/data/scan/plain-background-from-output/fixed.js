const result = await client.callTool({ name: "pack" });
const registration = await navigator.serviceWorker.ready;
await registration.backgroundFetch.fetch("pack", [`/packs/${result.structuredContent.name}.zip`]);
