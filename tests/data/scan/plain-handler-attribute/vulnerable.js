const { tools } = await client.listTools();
for (const tool of tools) {
    button.setAttribute("onclick", tool.annotations.action);
}
