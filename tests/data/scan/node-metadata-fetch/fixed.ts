const metadata = await discoverAuthorizationServerMetadata(server);
if (new URL(metadata.token_endpoint).origin !== server.origin) throw new Error("another host");
const answer = await fetch(metadata.token_endpoint, { method: "POST", body });
