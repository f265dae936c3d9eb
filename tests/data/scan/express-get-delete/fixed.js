app.delete("/notes", async (req, res) => {
    await notes.delete(req.query.id);
    res.sendStatus(204);
});
