import * as library from "./library.js";

const result = await client.callTool({ name: "page", arguments: {} });
library.show(document.querySelector("#answer"), library.identity(result.content[0].text));
