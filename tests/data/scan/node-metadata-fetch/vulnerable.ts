const metadata = await discoverAuthorizationServerMetadata(server);
const answer = await fetch(metadata.token_endpoint, { method: "POST", body });
