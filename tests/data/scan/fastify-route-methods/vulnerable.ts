import Fastify from "fastify";

const fastify = Fastify();
fastify.route({
    method: ["GET", "POST"],
    url: "/logout",
    async handler(request) {
        await sessions.delete(request.session.id);
        return {};
    },
});
