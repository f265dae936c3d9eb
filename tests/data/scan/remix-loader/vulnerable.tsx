import { redirect } from "@remix-run/node";

export async function loader({ request }) {
    await db.session.delete({ where: { id: await sessionOf(request) } });
    return redirect("/");
}
