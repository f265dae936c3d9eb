Bun.serve({
    hostname: "127.0.0.1",
    routes: {
        "/notes/:id/delete": {
            GET: async (request) => {
                await db.notes.deleteOne({ id: request.params.id });
                return Response.json({});
            },
        },
    },
});
