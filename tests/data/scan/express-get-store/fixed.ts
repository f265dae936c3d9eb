app.route("/notes/:id").delete(async (req, res) => {
    await notes.deleteOne({ id: req.params.id });
    res.sendStatus(204);
});
