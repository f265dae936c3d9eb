import { micromark } from "micromark";

const result = await client.callTool({ name: "readme" });
panel.innerHTML = micromark(result.content[0].text);
