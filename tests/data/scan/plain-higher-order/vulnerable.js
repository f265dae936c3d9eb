function each(items, run) {
    for (const item of items) run(item);
}

const result = await client.callTool({ name: "list" });
each(result.structuredContent.rows, (row) => {
    table.insertAdjacentHTML("beforeend", row.html);
});
