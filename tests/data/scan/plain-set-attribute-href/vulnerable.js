const { resources } = await client.listResources();
link.setAttribute("href", resources[0].uri);
