import express from "express";

const app = express();

async function removeNote(req, res) {
    await db.notes.deleteOne({ _id: req.params.id });
    res.json({});
}

app.get("/notes/:id/remove", removeNote);
