import { client } from "./client.js";

export async function load() {
    const result = await client.callTool({ name: "page" });
    return result.content[0].text;
}
