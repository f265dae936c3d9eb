const metadata = await discoverOAuthMetadata(serverUrl);
const url = new URL(metadata.authorization_endpoint);
if (url.protocol === "https:") location.assign(url);
