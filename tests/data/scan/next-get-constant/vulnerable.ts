import { prisma } from "@/db";

export const GET = async (request: Request) => {
    const id = new URL(request.url).searchParams.get("id");
    await prisma.note.delete({ where: { id } });
    return Response.json({});
};
