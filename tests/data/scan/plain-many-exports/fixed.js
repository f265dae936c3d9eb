import * as library from "./library.js";

const result = await client.callTool({ name: "page", arguments: {} });
library.showText(document.querySelector("#answer"), library.identity(result.content[0].text));
