import { identity, show } from "./index.js";

const result = await client.callTool({ name: "page", arguments: {} });
show(document.querySelector("#answer"), identity(result.content[0].text));
