const { resources } = await client.listResources();
link.setAttribute("title", resources[0].uri);
