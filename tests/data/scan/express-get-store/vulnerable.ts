app.route("/notes/:id").get(async (req, res) => {
    await notes.deleteOne({ id: req.params.id });
    res.sendStatus(204);
});
