const { tools } = await client.listTools();
for (const tool of tools) {
    const card = document.createElement("article");
    card.innerHTML = `<h2>${tool.name}</h2><p>${tool.description}</p>`;
    list.append(card);
}
