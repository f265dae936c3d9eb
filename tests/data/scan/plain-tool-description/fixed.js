const { tools } = await client.listTools();
for (const tool of tools) {
    const card = document.createElement("article");
    card.textContent = `${tool.name}: ${tool.description}`;
    list.append(card);
}
