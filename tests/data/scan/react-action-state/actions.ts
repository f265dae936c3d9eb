"use server";

export async function run() {
    const result = await client.callTool({ name: "page" });
    return result.content[0].text;
}
