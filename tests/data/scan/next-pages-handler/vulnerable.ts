import type { NextApiRequest, NextApiResponse } from "next";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
    await prisma.note.delete({ where: { id: String(req.query.id) } });
    res.json({});
}
