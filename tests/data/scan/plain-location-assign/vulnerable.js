const metadata = await discoverOAuthMetadata(serverUrl);
location.assign(metadata.authorization_endpoint);
