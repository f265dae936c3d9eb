import { redirect } from "@remix-run/node";

export async function action({ request }) {
    await db.session.delete({ where: { id: await sessionOf(request) } });
    return redirect("/");
}
