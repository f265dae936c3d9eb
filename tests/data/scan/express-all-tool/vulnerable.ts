import express from "express";

const app = express();
app.all("/tools/:name/run", async (req, res) => {
    res.json(await client.callTool({ name: req.params.name }));
});
