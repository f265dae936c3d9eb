import Fastify from "fastify";

const fastify = Fastify();
fastify.route({
    method: ["POST", "DELETE"],
    url: "/logout",
    async handler(request) {
        await sessions.delete(request.session.id);
        return {};
    },
});
