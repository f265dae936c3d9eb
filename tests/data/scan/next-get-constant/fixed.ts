import { prisma } from "@/db";

const running = new Map<string, Promise<unknown>>();

export const GET = async (request: Request) => {
    const id = new URL(request.url).searchParams.get("id") ?? "";
    const note = await (running.get(id) ?? prisma.note.findUnique({ where: { id } }));
    running.delete(id);
    return Response.json(note);
};
