import { identity, showText } from "./index.js";

const result = await client.callTool({ name: "page", arguments: {} });
showText(document.querySelector("#answer"), identity(result.content[0].text));
