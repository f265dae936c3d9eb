import type { NextApiRequest, NextApiResponse } from "next";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
    if (req.method !== "DELETE") return res.status(405).end();
    await prisma.note.delete({ where: { id: String(req.query.id) } });
    res.json({});
}
