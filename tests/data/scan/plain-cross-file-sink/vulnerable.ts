import { Panel } from "./panel";

const panel = new Panel(document.body);
const result = await client.callTool({ name: "page" });
panel.show(result.content[0].text);
