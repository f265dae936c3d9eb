import express from "express";

const app = express();
app.all("/tools/:name/run", async (req, res) => {
    if (req.method !== "POST") return res.status(405).end();
    res.json(await client.callTool({ name: req.params.name }));
});
