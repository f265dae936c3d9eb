router.post("/run/:tool", async (req, res) => {
    res.json(await client.callTool({ name: req.params.tool, arguments: {} }));
});
