const { tools } = await client.listTools();
for (const tool of tools) {
    button.setAttribute("data-action", tool.annotations.action);
}
