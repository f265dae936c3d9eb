import Fastify from "fastify";

const app = Fastify();
app.route({
    method: "POST",
    url: "/notes/:id/delete",
    handler: async (request) => {
        await db.notes.delete(request.params.id);
        return { ok: true };
    },
});
