export async function GET(request: Request) {
    await db.session.delete({ where: { id: new URL(request.url).searchParams.get("id") } });
    return new Response(null, { status: 204 });
}
